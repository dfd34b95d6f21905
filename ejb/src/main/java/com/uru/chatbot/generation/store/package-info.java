/**
 * Generations in the database: the transactions that begin and end them, the journal of running
 * ones, leases, and the end of those whose node has died.
 */
@NullMarked
package com.uru.chatbot.generation.store;

import org.jspecify.annotations.NullMarked;
