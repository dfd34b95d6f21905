package com.uru.chatbot.web.administration;

import com.uru.chatbot.administration.PeopleImport.Item;
import com.uru.chatbot.administration.PeopleImport.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a file of people, on the wire. */
public record ImportedBody(List<ItemBody> items, CountsBody counts) {
  static ImportedBody of(List<Item> items) {
    return new ImportedBody(items.stream().map(ItemBody::of).toList(), CountsBody.of(items));
  }

  /**
   * What became of a line.
   *
   * @param invitation of a person who was created, {@code null} in a dry run
   */
  public record ItemBody(
      int line,
      String email,
      String displayName,
      String role,
      String status,
      @Nullable String problem,
      @Nullable PasswordLinkBody invitation) {
    static ItemBody of(Item item) {
      return new ItemBody(
          item.line(),
          item.email(),
          item.displayName(),
          item.role(),
          item.status().wireName(),
          item.problem(),
          item.invitation() == null ? null : PasswordLinkBody.of(item.invitation()));
    }
  }

  /**
   * How many lines there are of each status.
   *
   * @param mailed how many invitations were mailed
   */
  public record CountsBody(long created, long exists, long invalid, long mailed) {
    static CountsBody of(List<Item> items) {
      return new CountsBody(
          count(items, Status.CREATED),
          count(items, Status.EXISTS),
          count(items, Status.INVALID),
          items.stream().filter(CountsBody::isMailed).count());
    }

    private static long count(List<Item> items, Status status) {
      return items.stream().filter(item -> item.status() == status).count();
    }

    private static boolean isMailed(Item item) {
      return item.invitation() != null && item.invitation().delivery().mailed();
    }
  }
}
