import { type Answer, type AnswerContext, answer, type NextRequest, type Pace, usualPace } from '../oai/answer.ts';
import type { RawArgument } from '../oai/arguments.ts';
import { makeExpectations } from '../oai/expectations.ts';
import { type EncodingName, makeEncoderStore } from './encodings.ts';
import { makePieceSource, type PieceSource } from './piece-source.ts';
import { makeTaking, type Taking } from './taking.ts';

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
 * An answer, data and responseDate alike, may so have been at hand for some seconds: one or two since its stretch was read, and as much since it was compressed. That loses nothing (G1): it is as if it had been asked for then.
 */
export function makeAnswerMaker(getContext: () => Omit<AnswerContext, 'compressed' | 'pace'>): AnswerMaker {
  const encoders = makeEncoderStore();
  const expectations = makeExpectations<EncodedAnswer>({
    whenWhole: ({ pieces }) => pieces.begun,
    leave: ({ pieces }) => void pieces.end().catch(() => undefined),
  });
  const answers = countAnswers();
  const makeEncoded = async (args: readonly RawArgument[], name: EncodingName, taking: Taking): Promise<EncodedAnswer> => {
    const { isFew, end } = answers.begin();
    const pace: Pace = { stretchFactor: () => (taking.isQuick() && isFew() ? largeFactor : 1), isSlow: taking.isSlow };
    const made = await answer(args, { ...getContext(), compressed: true, pace }).catch((error: unknown) => {
      end();
      throw error;
    });
    const expectNext = ({ args, begin }: NextRequest) =>
      expectations.expect(toKey(args, name), () => {
        begin();
        return makeEncoded(args, name, taking);
      });
    const pieces = makePieceSource(made.pieces, { name, encoders, expectNext, taking });
    const endPieces = () => {
      end();
      return pieces.end();
    };
    return { ...made, pieces: { ...pieces, end: endPieces } };
  };
  return async (args, encoding) => {
    if (encoding !== null) return expectations.take(toKey(args, encoding)) ?? makeEncoded(args, encoding, makeTaking());
    const made = await answer(args, { ...getContext(), compressed: false, pace: usualPace });
    return { ...made, pieces: makePieceSource(made.pieces, null) };
  };
}

const toKey = (args: readonly RawArgument[], encoding: EncodingName) =>
  JSON.stringify([encoding, ...args.map(({ name, value }) => [name, value]).sort()]);

// A harvester has two of them, that which it takes and that which is begun for it. With large stretches one harvester takes pages of 1,000 a third faster; 50 would take 80 MB more.
const mostLarge = 8;
const largeFactor = 4;

/** Counts the answers that are being made and sent: as long as they are few, those to quick clients may take large stretches. */
function countAnswers() {
  let open = 0;
  return {
    begin: () => {
      open += 1;
      let ended = false;
      const end = () => {
        if (!ended) open -= 1;
        ended = true;
      };
      return { isFew: () => open <= mostLarge, end };
    },
  };
}
