import type { CompanyTurn, CompanyTurnStore } from '../../functions/discovery/company-turn.ts';

/** Turns in memory. Passes the same contract as the real store. */
export class FakeCompanyTurns implements CompanyTurnStore {
  private readonly turns = new Map<string, CompanyTurn>();

  async last(company: string): Promise<CompanyTurn | undefined> {
    return this.turns.get(company);
  }

  async take(company: string, turn: CompanyTurn, seen: CompanyTurn | undefined): Promise<boolean> {
    const last = this.turns.get(company);
    if (last?.requestId !== seen?.requestId || last?.gathering !== seen?.gathering) return false;
    this.turns.set(company, turn);
    return true;
  }
}
