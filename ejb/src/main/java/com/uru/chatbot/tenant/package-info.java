/**
 * Who asks, and the walls between tenants: every transaction carries its tenant and user to the
 * database.
 */
@NullMarked
package com.uru.chatbot.tenant;

import org.jspecify.annotations.NullMarked;
