package com.uru.chatbot.usage;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Adds up the changes of what is stored, every hour, on one node at a time. */
@Singleton
@SuppressWarnings("NullAway.Init")
public class StorageRollUp {
  private static final Logger LOGGER = System.getLogger(StorageRollUp.class.getName());

  private StorageLedger ledger;

  /** For the container's proxy. */
  protected StorageRollUp() {}

  @Inject
  public StorageRollUp(StorageLedger ledger) {
    this.ledger = ledger;
  }

  /** Adds up as much as fits into one transaction; the rest waits for the next hour. */
  @Schedule(hour = "*", minute = "41", persistent = false)
  public void run() {
    try {
      ledger.rollUp();
    } catch (RuntimeException e) {
      LOGGER.log(Level.DEBUG, "The sums of what is stored were not rolled up this time", e);
    }
  }
}
