/** What administrators set for their tenant, in place of what the deployment configures. */
@NullMarked
package com.uru.chatbot.settings;

import org.jspecify.annotations.NullMarked;
