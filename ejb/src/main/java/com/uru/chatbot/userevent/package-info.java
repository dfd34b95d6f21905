/**
 * Events that tell the open streams of a user on this node what changes for that user, on any node.
 * An event has ids and versions, no content.
 */
@NullMarked
package com.uru.chatbot.userevent;

import org.jspecify.annotations.NullMarked;
