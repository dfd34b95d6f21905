package com.uru.chatbot.administration;

import com.uru.chatbot.identity.account.UserDirectory.Entry;
import com.uru.chatbot.shared.Page;

/**
 * A page of people.
 *
 * @param total how many pass the filter
 */
public record UserPage(Page<Entry> page, long total) {}
