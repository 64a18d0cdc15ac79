import type { LegalPart } from '../messages/index.ts';
import type { Milestone, Right } from '../requests/index.ts';

/** The mails of the policy, and what they can be looked at for. */
export interface TemplatesView {
  readonly templates: readonly { readonly key: Milestone; readonly to: 'member' | 'staff' }[];
  /** Language tags. */
  readonly languages: readonly string[];
  /** The organisation's own law first. */
  readonly laws: readonly { readonly key: string; readonly name: string }[];
  readonly rights: readonly Right[];
}

/** A mail as it goes out for a made-up request. */
export interface TemplateView {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What the law wants said, of a refusal or a notice of extension, and whether the mail says it. */
  readonly parts: readonly LegalPart[];
}
