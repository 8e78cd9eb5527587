import { type Answer, type AnswerContext, answer } from '../oai/answer.ts';
import type { RawArgument } from '../oai/arguments.ts';
import { makeExpectations } from '../oai/expectations.ts';
import { type EncodingName, makeEncoderStore } from './encodings.ts';
import { makePieceSource, type PieceSource } from './piece-source.ts';

/** An answer whose pieces are as they are sent. */
export interface EncodedAnswer extends Omit<Answer, 'pieces'> {
  readonly pieces: PieceSource;
}

/** Answers requests in an encoding; null for none. */
export type AnswerMaker = (args: readonly RawArgument[], encoding: EncodingName | null) => Promise<EncodedAnswer>;

/**
 * Makes what answers requests. While a harvester takes and unpacks the end of a page in an encoding, the beginning of the next is made, and kept for who asks for it in the same encoding.
 * That is the stretch which the repository has been told to expect, so that nothing is read twice.
 *
 * An answer, data and responseDate alike, may so have been at hand for up to two seconds: one of the stretch, and one since it was compressed. That loses nothing (G1): it is as if it had been asked for then.
 */
export function makeAnswerMaker(getContext: () => Omit<AnswerContext, 'compressed'>): AnswerMaker {
  const encoders = makeEncoderStore();
  const expectations = makeExpectations<EncodedAnswer>({
    whenWhole: ({ pieces }) => pieces.begun,
    leave: ({ pieces }) => void pieces.end().catch(() => undefined),
  });
  const make = async (args: readonly RawArgument[], encoding: EncodingName | null): Promise<EncodedAnswer> => {
    const made = await answer(args, { ...getContext(), compressed: encoding !== null });
    if (encoding === null) return { ...made, pieces: makePieceSource(made.pieces, null) };
    const expectNext = (next: readonly RawArgument[]) => expectations.expect(toKey(next, encoding), () => make(next, encoding));
    return { ...made, pieces: makePieceSource(made.pieces, { name: encoding, encoders, expectNext }) };
  };
  return async (args, encoding) => (encoding === null ? null : expectations.take(toKey(args, encoding))) ?? make(args, encoding);
}

const toKey = (args: readonly RawArgument[], encoding: EncodingName) =>
  JSON.stringify([encoding, ...args.map(({ name, value }) => [name, value]).sort()]);
