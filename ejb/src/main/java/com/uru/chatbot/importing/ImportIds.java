package com.uru.chatbot.importing;

import com.uru.chatbot.shared.RequestDigest;
import com.uru.chatbot.tenant.Caller;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ids that conversations and messages of a file get here. They depend on nothing but the file
 * and the user, so that a second import finds what the first one has made.
 */
interface ImportIds {
  /**
   * Returns the id of a conversation.
   *
   * @throws InvalidItemException if its id in the file cannot be used
   */
  UUID conversation(String source);

  /**
   * Returns the id of a message.
   *
   * @param conversation id of its conversation in the file
   * @throws InvalidItemException if its id in the file cannot be used
   */
  UUID message(String conversation, String source);

  /** The ids of the file: of Uru's own export. */
  ImportIds OF_FILE =
      new ImportIds() {
        private static final Pattern UUID_TEXT =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

        @Override
        public UUID conversation(String source) {
          if (!UUID_TEXT.matcher(source).matches()) {
            throw new InvalidItemException("An id in it is not a UUID.");
          }
          return UUID.fromString(source);
        }

        @Override
        public UUID message(String conversation, String source) {
          return conversation(source);
        }
      };

  /**
   * Ids that no other user gets: UUIDs of version 8 (RFC 9562) from a digest of the user and the
   * ids in the file.
   */
  static ImportIds derivedFor(Caller caller) {
    return new ImportIds() {
      @Override
      public UUID conversation(String source) {
        return uuid(RequestDigest.of(caller.tenantId(), caller.userId(), source));
      }

      @Override
      public UUID message(String conversation, String source) {
        return uuid(RequestDigest.of(caller.tenantId(), caller.userId(), conversation, source));
      }

      private static UUID uuid(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
      }
    };
  }
}
