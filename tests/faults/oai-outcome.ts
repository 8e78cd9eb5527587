import { parseOai } from '../support/parse-oai.ts';

/**
 * What a client sees of one request: a whole answer, a request to come back, a broken connection it can tell from a whole answer, or
 * something that must never be (in words).
 */
export type Outcome = 'whole' | 'come back' | 'broken' | { readonly wrong: string };

/** Sends one request and judges what comes (G8, conformance H-10 to H-12). */
export async function requestOutcome(url: string): Promise<Outcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    text = await response.text();
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? { wrong: 'no answer within 20 s' } : 'broken';
  }
  return judge(response, text);
}

function judge(response: Response, text: string): Outcome {
  if (response.status === 503) {
    const retryAfter = response.headers.get('retry-after') ?? '';
    const good = /^\d+$/.test(retryAfter) && Number(retryAfter) > 0 && Number(retryAfter) <= 3600;
    if (text.includes('OAI-PMH>')) return { wrong: `a 503 with an OAI answer: ${text}` };
    return good ? 'come back' : { wrong: `a 503 with Retry-After "${retryAfter}"` };
  }
  if (response.status !== 200) return { wrong: `HTTP ${response.status}: ${text}` };
  try {
    const { errors } = parseOai(text);
    return errors.length === 0 ? 'whole' : { wrong: `an OAI error for a fault: ${errors[0]!.code}: ${errors[0]!.text}` };
  } catch (error) {
    return { wrong: `a 200 that is not whole: ${String(error)}; it ends in ${JSON.stringify(text.slice(-80))}` };
  }
}
