/** The locale in which a language's dates are written. English ones have the day first, as on the member pages. */
export function dateLocale(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}
