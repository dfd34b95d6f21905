/** The database as code: migrations, the two roles, row-level security. Knows no other module. */
@NullMarked
package com.uru.chatbot.db;

import org.jspecify.annotations.NullMarked;
