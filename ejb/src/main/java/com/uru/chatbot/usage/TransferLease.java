package com.uru.chatbot.usage;

import java.util.UUID;

/**
 * The right of one request to do a transfer of its caller, for as long as the node renews it.
 *
 * @param id differs for each request, so that a node does not renew or release another's lease
 */
public record TransferLease(Transfer transfer, UUID id) {}
