/**
 * JSON in and out, strictly. A request body is a record: its components are the only fields that
 * may come, and a wrong type, an unknown field or a bad UUID is a violation with the field's path,
 * before Bean Validation sees the record. Absent and {@code null} fields are {@code null}; a list
 * component that did not come is {@code null} too.
 *
 * <p>A merge patch (RFC 7396) is a record of {@link com.uru.chatbot.web.json.PatchField}s, which
 * tell apart what did not come from what is {@code null}; constraints go inside:
 *
 * <pre>{@code
 * record ConversationPatch(
 *     PatchField<@Size(max = 200) String> title, PatchField<UUID> headMessageId) {}
 *
 * boolean setsTitle = patch.title().present();
 * }</pre>
 *
 * The resource method takes it with {@code @Consumes({PatchField.MERGE_PATCH_JSON,
 * MediaType.APPLICATION_JSON})}. In responses, {@code null} values are written.
 */
@NullMarked
package com.uru.chatbot.web.json;

import org.jspecify.annotations.NullMarked;
