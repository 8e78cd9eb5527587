import type { XmlElement } from '../../xml/element.ts';
import { toDescription, toTextElements } from './description.ts';

const schema = {
  namespace: 'http://www.openarchives.org/OAI/2.0/friends/',
  schema: 'http://www.openarchives.org/OAI/2.0/friends.xsd',
};

/** Other repositories that a harvester of this one may want to know (friends guidelines) [I-16]. */
export function toFriendsDescription(baseUrls: readonly string[]): XmlElement {
  return toDescription('friends', schema, toTextElements('baseURL', baseUrls));
}
