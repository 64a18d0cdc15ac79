import * as z from 'zod/mini';
import { correctionRule } from '../fulfilment/index.ts';
import type { AnswersContext, AskStep } from './ask-step.ts';
import type { Fields } from './form-body.ts';
import { line, lines, type Problem, readWith, says } from './form-schema.ts';
import type { ProblemCode } from './words.ts';

/** Corrections in one request; more can be asked for in another. */
export const mostCorrections = 5;
/** Longest texts, in characters. */
const mostOfLine = 200;
const mostOfEvidence = 500;

const parts = ['category', 'description', 'present', 'correct', 'evidence'] as const;
export type CorrectionPart = (typeof parts)[number];

/** Name of a part of the correction of this number, from 1. */
export const correctionField = (number: number, part: CorrectionPart): string => `correction_${number}_${part}`;

/** A button with this name asks for room for one more. */
export const moreCorrections = 'correction_more';

const numbers = Array.from({ length: mostCorrections }, (_, index) => index + 1);
const fields = numbers.flatMap((number) => parts.map((part) => correctionField(number, part)));

export interface Correction {
  /** Category key; absent when it is only described. */
  readonly category?: string;
  readonly description: string;
  readonly present?: string;
  readonly correct: string;
  readonly evidence?: string;
}

/** Numbers of the corrections of which something was filled in. */
export function startedCorrections(typed: Fields): readonly number[] {
  return numbers.filter((number) =>
    parts.some((part) => typed[correctionField(number, part)]?.some((text) => text.trim())),
  );
}

/** Which fields, what is there and what is right? */
export const correctionStep: AskStep<readonly Correction[]> = {
  fields,
  isAsked: (chosen) => chosen.includes('correction'),
  read: (typed, context) => {
    const started = startedCorrections(typed);
    const problems: Problem[] = [];
    const corrections: Correction[] = [];
    for (const number of started.length > 0 ? started : [1]) {
      const input = Object.fromEntries(parts.map((part) => [part, typed[correctionField(number, part)]]));
      const read = readWith(schemaFor(context), input, parts);
      if (read.ok) corrections.push(withoutEmpty(read.value));
      else for (const { field, code } of read.refusal) problems.push({ field: `correction_${number}_${field}`, code });
    }
    return problems.length > 0 ? { ok: false, refusal: problems } : { ok: true, value: corrections };
  },
  asked: (corrections) => ({
    changes: corrections.map(({ category, ...typed }, index) => ({
      id: `c${index + 1}`,
      right: 'correction',
      ...(category ? { category } : {}),
      typed,
    })),
  }),
  filledIn: ({ changes = [] }, { changes: typed = {} }) =>
    Object.fromEntries(
      changes
        .filter(({ right }) => right === 'correction')
        .flatMap(({ id, category }, index) =>
          parts.map((part) => {
            const text = part === 'category' ? category : typed[id]?.[part];
            return [correctionField(index + 1, part), text === undefined ? [] : [text]];
          }),
        ),
    ),
};

function schemaFor({ organisation }: AnswersContext) {
  const known = correctionRule(organisation.rights)?.categories ?? [];
  const needed = (code: ProblemCode) => z.string().check(z.minLength(1, says(code)));
  return z.object({
    category: line(mostOfLine, 'category_unknown').check(
      z.refine((key) => key === '' || known.includes(key), says('category_unknown')),
    ),
    description: z.pipe(line(mostOfLine, 'correction_text_too_long'), needed('correction_description_missing')),
    present: line(mostOfLine, 'correction_text_too_long'),
    correct: z.pipe(line(mostOfLine, 'correction_text_too_long'), needed('correction_correct_missing')),
    evidence: lines(mostOfEvidence, 'correction_evidence_too_long'),
  });
}

function withoutEmpty({ description, correct, ...rest }: z.output<ReturnType<typeof schemaFor>>): Correction {
  return { description, correct, ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text !== '')) };
}
