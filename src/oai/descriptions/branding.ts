import { element, type XmlElement } from '../../xml/element.ts';
import { toDescription, toTextElements } from './description.ts';

const schema = {
  namespace: 'http://www.openarchives.org/OAI/2.0/branding/',
  schema: 'http://www.openarchives.org/OAI/2.0/branding.xsd',
};

/** The icon that stands for the repository elsewhere. */
export interface CollectionIcon {
  readonly url: string;
  /** Where a click on it leads. */
  readonly link?: string;
  readonly title?: string;
  /** In pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** A style sheet that shows metadata of one namespace. */
export interface MetadataRendering {
  readonly url: string;
  readonly metadataNamespace: string;
  readonly mimeType: string;
}

/** How the repository wants to be shown by those who harvest it (branding guidelines). */
export interface Branding {
  readonly collectionIcon?: CollectionIcon;
  readonly metadataRendering: readonly MetadataRendering[];
}

/** The icon and the style sheets of the repository [I-16]. */
export function toBrandingDescription({ collectionIcon, metadataRendering }: Branding): XmlElement {
  const renderings = metadataRendering.map(({ url, metadataNamespace, mimeType }) =>
    element('metadataRendering', { metadataNamespace, mimeType }, url),
  );
  return toDescription('branding', schema, [...(collectionIcon === undefined ? [] : [toIcon(collectionIcon)]), ...renderings]);
}

function toIcon(icon: CollectionIcon): XmlElement {
  const fields = ['url', 'link', 'title', 'width', 'height'] as const;
  const children = fields.flatMap((name) => toTextElements(name, icon[name] === undefined ? [] : [String(icon[name])]));
  return { name: 'collectionIcon', children };
}
