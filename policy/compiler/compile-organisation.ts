import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataMap, Organisation } from '../../functions/shared/organisation.ts';
import { accepted, type Result, refused } from '../../functions/shared/result.ts';
import { checkChanges } from './check-changes.ts';
import { checkCounts, checkOverrides, checkTreatments } from './check-treatments.ts';
import { compileDataMap } from './compile-data-map.ts';
import { refuseStatutes } from './named-laws.ts';
import { type PolicyError, sortErrors } from './policy-error.ts';
import { essentialsSchema, organisationSchema } from './policy-schemas.ts';
import { readClocks } from './read-clock.ts';
import { readDatasets } from './read-datasets.ts';
import { readMessageTexts } from './read-message-texts.ts';
import { readMessages, readRefusalReasons } from './read-messages.ts';
import { checkRecipients, readRules } from './read-rules.ts';
import { checkOwnAddresses, checkThirdParties, readThirdParties } from './read-third-parties.ts';
import { complain, readAs, type ValidSource } from './yaml-source.file.ts';

/**
 * Reads and checks an organisation's policy folder.
 *
 * @param folder path of the folder, absolute or relative to the working directory; error positions start with it
 * @returns the policy as functions read it, or everything that is wrong with it, sorted by file and line
 */
export function compileOrganisation(folder: string): Result<Organisation, PolicyError[]> {
  const errors: PolicyError[] = [];
  const file = join(folder, 'organisation.yaml');
  // First read for what other files are read by, so that a mistake in it hides nothing that is wrong elsewhere.
  const essentials = readAs(file, essentialsSchema, []);
  const { languages = [], account_directory } = essentials?.value ?? {};
  const organisation = readAs(file, organisationSchema(languages), errors);
  const rules = readRules(folder, languages, errors);
  const messages = readMessages(folder, languages, errors);
  const messageTexts = readMessageTexts(folder, languages, errors);
  const refusalReasons = readRefusalReasons(folder, languages, errors);
  const datasets = readDatasets(join(folder, 'datasets'), languages, errors);
  const { collection = '', identity = '' } = account_directory ?? {};
  const dataMap = compileDataMap(datasets, { collection, identity }, rules.vocabulary, errors);
  const thirdParties = readThirdParties(folder, errors);
  if (thirdParties && datasets.complete) {
    checkThirdParties(errors, thirdParties, dataMap);
    checkOwnAddresses(errors, datasets.collections, thirdParties.value, dataMap);
  }
  if (rules.rights && datasets.complete) {
    checkOverrides(errors, rules.rights, dataMap);
    checkChanges(errors, rules.rights, dataMap);
    checkCounts(errors, rules.rights, dataMap);
  }
  if (rules.recipients && rules.recipientsFile && datasets.complete)
    checkRecipients(errors, rules.recipientsFile, rules.recipients, dataMap);
  if (essentials && collection && datasets.complete) checkAccountDirectory(essentials, dataMap, errors);

  if (organisation) refuseStatutes(errors, organisation, ['processing'], organisation.value.processing, 'copies');

  const clock = essentials && readClocks(folder, essentials, errors);

  // Follows from all the rest, so a mistake there would only show a second time.
  if (rules.rights && errors.length === 0) checkTreatments(errors, rules.rights, dataMap);

  const { recipients, categories, rights } = rules;
  const complete =
    organisation && clock && recipients && categories && rights && refusalReasons && messageTexts && thirdParties;
  if (errors.length > 0 || !complete) return refused(sortErrors(errors));
  const { value } = organisation;
  return accepted({
    id: value.id,
    name: value.name,
    controller: value.controller,
    languages: value.languages,
    defaultLanguage: value.default_language,
    office: {
      country: value.office.country,
      timeZone: value.office.time_zone,
      calendar: value.office.calendar,
    },
    law: value.law,
    laws: clock.laws,
    calendars: clock.calendars,
    otherLaws: value.other_laws.map(({ law, calendar, place, name, complaints }) => ({
      law,
      calendar: calendar ?? clock.laws[law]?.calendar ?? value.office.calendar,
      place,
      name,
      ...(complaints ? { complaints } : {}),
    })),
    links: { privacyPolicy: value.links.privacy_policy, settings: value.links.settings },
    sender: value.sender,
    staff: value.staff,
    complaints: value.complaints,
    refusalReasons,
    messageTexts,
    messages,
    rights: rights.rules,
    categories,
    recipients,
    processing: {
      transfers: value.processing.transfers,
      automatedDecisions: value.processing.automated_decisions,
      backups: value.processing.backups,
    },
    retention: {
      exportDays: value.retention.export_days,
      unconfirmedDays: value.retention.unconfirmed_days,
      recordMonths: value.retention.record_months,
    },
    progressDays: value.progress_after_days,
    dataMap,
    thirdParties: thirdParties.value,
  });
}

/** Writes the compiled policy as the JSON file that functions load. The same policy gives the same bytes. */
export function writeOrganisation(folder: string, outFile: string): Result<Organisation, PolicyError[]> {
  const compiled = compileOrganisation(folder);
  if (!compiled.ok) return compiled;
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, `${JSON.stringify(compiled.value, null, 1)}\n`);
  return compiled;
}

function checkAccountDirectory(organisation: ValidSource<unknown>, dataMap: DataMap, errors: PolicyError[]): void {
  const { collection, identity } = dataMap.accountDirectory;
  const at = (key: string, message: string) => complain(errors, organisation, ['account_directory', key], message);
  const accounts = dataMap.collections.find(({ id }) => id === collection);
  if (!accounts) at('collection', `unknown collection "${collection}"`);
  else if (!accounts.fields.some((field) => field.identity === identity))
    at('identity', `no field of "${collection}" has the identity "${identity}"`);
  if (!dataMap.collections.some(({ fields }) => fields.some((field) => field.identity)))
    at('identity', 'no field of any dataset has an identity, so no search could start');
}
