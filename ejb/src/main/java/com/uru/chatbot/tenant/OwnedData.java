package com.uru.chatbot.tenant;

/**
 * What users have beside their account, for the erasure of a user: each feature deletes its own.
 * What the row of the user takes with it when it is deleted need not be here, unless it may be too
 * much for one statement.
 */
public interface OwnedData {
  /**
   * Deletes a part that takes a second at most, in a transaction of its own.
   *
   * @param owner {@link Caller#onBehalfOf} the user
   * @return whether there may be more
   */
  boolean deletePart(Caller owner);
}
