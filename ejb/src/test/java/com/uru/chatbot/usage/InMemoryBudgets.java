package com.uru.chatbot.usage;

import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.tenant.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Own budgets in memory. */
public final class InMemoryBudgets implements BudgetRepository {
  private final Map<UUID, BudgetLimits> limits = new HashMap<>();
  private int reads;

  int reads() {
    return reads;
  }

  @Override
  public BudgetLimits find(Caller caller) {
    reads++;
    return limits.getOrDefault(caller.userId(), BudgetLimits.NONE);
  }

  @Override
  public void save(Caller caller, BudgetLimits saved) {
    limits.put(caller.userId(), saved);
  }
}
