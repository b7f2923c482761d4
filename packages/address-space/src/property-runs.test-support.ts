/** How often a property is tried: as given, or what CADASTRE_PROPERTY_RUNS says. */
export function propertyRuns(runCount: number): { numRuns: number } {
  const setting = Number(process.env['CADASTRE_PROPERTY_RUNS']);
  return { numRuns: Number.isInteger(setting) && setting > 0 ? setting : runCount };
}
