import { childrenOf, findChild, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

/** What the standard says and its schema does not: the words of the level are examples there, but `bachelors` is not "Bachelor". */
function listFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  if (root.name !== 'thesis') faults.push(`the root is ${root.name}`);
  if (childrenOf(root, 'title').length !== 1) faults.push('not one title');
  if (!childrenOf(root, 'type').some(({ text }) => text === 'Electronic Thesis or Dissertation'))
    faults.push('no recommended type');
  for (const element of root.children) {
    if (element.name !== 'degree' && element.text.trim() === '') faults.push(`${element.name} is empty`);
    const resource = element.attributes.get('resource');
    if (resource !== undefined && !/^https?:\/\/[\w.-]+/.test(resource)) faults.push(`${element.name} points to "${resource}"`);
    if (element.attributes.get('role') === '') faults.push(`${element.name} has an empty role`);
  }
  const degree = findChild(root, 'degree');
  if (degree !== null && degree.children.length === 0) faults.push('the degree is empty');
  const level = degree === null ? undefined : findChild(degree, 'level')?.text;
  if (level !== undefined && /^(?:ph\.?d\.?|doctorate|masters? thesis|bachelor)$/i.test(level))
    faults.push(`the level is "${level}"`);
  return faults;
}

export const oaiEtdmsCheck: FormatCheck = { driver: 'etdms', listFaults };
