package com.uru.chatbot.usage;

import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.tenant.Caller;

/** What people allow themselves. */
public interface BudgetRepository {
  /** Returns the caller's own limits. */
  BudgetLimits find(Caller caller);

  /** Keeps the caller's own limits. */
  void save(Caller caller, BudgetLimits limits);
}
