/** Who a user is: name, role, status, e-mail address, and the row that keeps them. */
@NullMarked
package com.uru.chatbot.identity.user;

import org.jspecify.annotations.NullMarked;
