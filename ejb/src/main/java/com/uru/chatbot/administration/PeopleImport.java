package com.uru.chatbot.administration;

import com.uru.chatbot.administration.Invitations.Invitation;
import com.uru.chatbot.administration.PeopleCsv.Line;
import com.uru.chatbot.administration.UserAdministration.Addition;
import com.uru.chatbot.administration.UserAdministration.Linked;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.NameText;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds the people of a CSV file, each with an invitation. Addresses that have an account are left
 * as they are, so the same file can be imported again. A hundred people are added in one
 * transaction: an import that ends early has added those before.
 */
@ApplicationScoped
public class PeopleImport {
  private static final int BATCH = 100;
  private static final int ATTEMPTS = 3;

  private UserAdministration administration;
  private Invitations invitations;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected PeopleImport() {}

  @Inject
  PeopleImport(UserAdministration administration, Invitations invitations) {
    this.administration = administration;
    this.invitations = invitations;
  }

  /** What became of a line, or would become of it. */
  public enum Status {
    CREATED,
    EXISTS,
    INVALID;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What became of a line.
   *
   * @param line number in the file, from 1
   * @param email as the file has it; so are name and role
   * @param problem what is wrong with it, one sentence; {@code null} if nothing is
   * @param invitation of a person who was created, {@code null} in a dry run
   */
  public record Item(
      int line,
      String email,
      String displayName,
      String role,
      Status status,
      @Nullable String problem,
      @Nullable Invitation invitation) {}

  /**
   * Imports a file, or only says what an import would do.
   *
   * @param outerAddress scheme and host that people open
   * @return what became of each line that has a person, in the order of the file
   * @throws DomainException {@code VALIDATION_FAILED} if the file cannot be read; then nothing was
   *     done
   */
  public List<Item> run(Caller caller, byte[] file, boolean dryRun, URI outerAddress) {
    List<Person> people = PeopleCsv.read(file).stream().map(PeopleImport::checked).toList();
    refuseRepetitions(people);
    List<Person> valid = people.stream().filter(each -> each.request != null).toList();
    try {
      for (int from = 0; from < valid.size(); from += BATCH) {
        addBatch(caller, valid.subList(from, Math.min(valid.size(), from + BATCH)), dryRun);
      }
    } finally {
      // Also if a batch fails: the people of the batches before it have been created.
      deliver(people, outerAddress);
    }
    return people.stream().map(Person::toItem).toList();
  }

  /** A line of the file on its way through the import. */
  private static final class Person {
    private final Line line;
    private @Nullable NewUser request;
    private Status status = Status.INVALID;
    private @Nullable String problem;
    private @Nullable Linked linked;
    private @Nullable Invitation invitation;

    Person(Line line) {
      this.line = line;
    }

    Item toItem() {
      return new Item(
          line.number(),
          line.email(),
          line.displayName(),
          line.role(),
          status,
          problem,
          invitation);
    }
  }

  private static Person checked(Line line) {
    Person person = new Person(line);
    try {
      if (!line.complete()) {
        throw DomainException.invalid("file", "The line has not three values as the first one.");
      }
      EmailAddress email = EmailAddress.of(line.email());
      email.requireValid("email");
      String name = NameText.prepare(line.displayName(), "displayName", User.MAX_NAME_LENGTH);
      person.request = new NewUser(null, email.text(), name, role(line.role()));
    } catch (DomainException e) {
      person.problem = e.detail();
    }
    return person;
  }

  private static Role role(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "user" -> Role.USER;
      case "admin" -> Role.ADMIN;
      case "viewer" -> Role.VIEWER;
      default -> throw DomainException.invalid("role", "The role has to be user, admin or viewer.");
    };
  }

  private static void refuseRepetitions(List<Person> people) {
    Map<String, Integer> lines = new HashMap<>();
    for (Person person : people) {
      if (person.request != null) {
        String key = EmailAddress.of(person.request.email()).key();
        Integer first = lines.putIfAbsent(key, person.line.number());
        if (first != null) {
          person.request = null;
          person.problem = "Line " + first + " has the same address.";
        }
      }
    }
  }

  /** Another request may take an address between the look and the insertion: then look again. */
  private void addBatch(Caller caller, List<Person> batch, boolean dryRun) {
    List<NewUser> requests =
        batch.stream().map(each -> Objects.requireNonNull(each.request)).toList();
    List<Addition> additions = addAll(caller, requests, dryRun);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).status = additions.get(i).taken() ? Status.EXISTS : Status.CREATED;
      batch.get(i).linked = additions.get(i).linked();
    }
  }

  private List<Addition> addAll(Caller caller, List<NewUser> requests, boolean dryRun) {
    for (int attempt = 1; ; attempt++) {
      try {
        return administration.addAll(caller, requests, dryRun);
      } catch (DomainException e) {
        if (e.code() != ProblemCode.EMAIL_TAKEN || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void deliver(List<Person> people, URI outerAddress) {
    List<Person> created = people.stream().filter(each -> each.linked != null).toList();
    List<Linked> links = created.stream().map(each -> Objects.requireNonNull(each.linked)).toList();
    List<Invitation> delivered = invitations.deliver(links, outerAddress);
    for (int i = 0; i < created.size(); i++) {
      created.get(i).invitation = delivered.get(i);
    }
  }
}
