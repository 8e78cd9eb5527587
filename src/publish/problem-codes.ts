/** What can keep a record from being published, and what to do: the codes of the table `problems`. docs/errors.md is made from it. */
export const problemCodes = {
  metadata_invalid: {
    means: 'A field of `records.metadata` has a value that is not allowed, or there is no title.',
    hint: 'Correct the fields the message names; docs/formats.md says what each may hold.',
  },
  provenance_invalid: {
    means:
      '`records.provenance` does not say where the record was harvested from in the way that docs/formats.md has it. It is looked at while `OAI_ABOUT_PROVENANCE` is on.',
    hint: 'Correct what the message names, or set it to null.',
  },
  set_spec_illegal: {
    means: 'An entry of `records.sets` is not a setSpec.',
    hint: 'Write it as the message suggests, and give the set its name in the table `sets`.',
  },
  too_many_sets: {
    means: 'The record is in more sets than a header can be expected to carry.',
    hint: 'Put it into fewer; a set implies its ancestors, which need not be named.',
  },
  record_too_large: {
    means: 'The record makes more XML than a harvester can be expected to read.',
    hint: 'Shorten it; full text belongs in a file that the record links to.',
  },
  format_failed: {
    means:
      'A format could not be made of the record: a module of your own failed, or the XML given with the record cannot be published. Where the format is rendered when somebody asks, the record is published, and shown as deleted in that format.',
    hint: 'Correct what the message names: the XML in `records.ready_xml`, or the module. Of a module, raise the `version` too, or touch the record, to have it tried again.',
  },
  render_failed: {
    means: 'The record could not be written as XML although its fields are in order. This is a bug of the program.',
    hint: 'Please report it with the record.',
  },
  publish_failed: {
    means: 'The database refused the published form of the record, or the rendering thread died of it.',
    hint: 'The message has the reason. Touch the record, or run `oai-pmh-server publish --all`, to try again.',
  },
} as const;

export type ProblemCode = keyof typeof problemCodes;
