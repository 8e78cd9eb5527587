import type { XmlElement } from '../../xml/element.ts';
import { type Branding, toBrandingDescription } from './branding.ts';
import { type EprintsPolicies, toEprintsDescription } from './eprints.ts';
import { toFriendsDescription } from './friends.ts';
import { toOaiIdentifierDescription } from './oai-identifier.ts';
import { toRightsManifestDescription } from './rights-manifest.ts';
import { toToolkitDescription } from './toolkit.ts';

/** What the descriptions of the repository are made from. */
export interface DescriptionSource {
  /** The domain in `oai:domain:id`. */
  readonly identifierDomain: string;
  readonly eprintsPolicies: EprintsPolicies | null;
  /** Base URLs of other repositories. */
  readonly friends: readonly string[];
  readonly branding: Branding | null;
  /** Addresses or texts. */
  readonly rightsManifest: readonly string[];
  /** The version of this program; null to be silent about it. */
  readonly toolkitVersion: string | null;
}

/** The `description` elements of Identify that there is something to say in, each the one element that goes inside (OAI-PMH 2.0 §4.2) [I-12]. */
export function listDescriptions(source: DescriptionSource): XmlElement[] {
  const { identifierDomain, eprintsPolicies, friends, branding, rightsManifest, toolkitVersion } = source;
  const descriptions = [
    toOaiIdentifierDescription(identifierDomain),
    eprintsPolicies && toEprintsDescription(eprintsPolicies),
    friends.length > 0 ? toFriendsDescription(friends) : null,
    branding && toBrandingDescription(branding),
    rightsManifest.length > 0 ? toRightsManifestDescription(rightsManifest) : null,
    toolkitVersion === null ? null : toToolkitDescription(toolkitVersion),
  ];
  return descriptions.filter((description) => description !== null);
}
