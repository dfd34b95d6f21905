package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.AuthenticationService;
import com.uru.chatbot.identity.account.AccountService;
import com.uru.chatbot.identity.account.Profile;
import com.uru.chatbot.identity.credential.PasswordRules;
import com.uru.chatbot.identity.session.LoginSession;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.json.PatchField;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The caller's own account. */
@Path("/me")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class MeResource {
  private final AccountService accounts;
  private final AuthenticationService authentication;
  private final CurrentCaller currentCaller;

  @Inject
  public MeResource(
      AccountService accounts, AuthenticationService authentication, CurrentCaller currentCaller) {
    this.accounts = accounts;
    this.authentication = authentication;
    this.currentCaller = currentCaller;
  }

  /**
   * The caller on the wire.
   *
   * @param preferences what the caller's clients keep here
   */
  public record MeBody(
      UUID id,
      String email,
      String displayName,
      String role,
      String status,
      UserBody.TenantBody tenant,
      Instant createdAt,
      JsonObject preferences) {
    static MeBody of(Profile profile) {
      UserBody user = UserBody.of(profile.user());
      return new MeBody(
          user.id(),
          user.email(),
          user.displayName(),
          user.role(),
          user.status(),
          user.tenant(),
          user.createdAt(),
          profile.preferences());
    }
  }

  /** What the caller wants to change; {@code preferences} is itself a merge patch. */
  public record MePatch(
      PatchField<@NotNull @Size(max = 200) String> displayName,
      PatchField<JsonObject> preferences) {}

  /** The old password and the new one. */
  public record PasswordBody(
      @NotNull @Size(max = PasswordRules.MAX_TYPED_LENGTH) String currentPassword,
      @NotNull @Size(max = PasswordRules.MAX_TYPED_LENGTH) String newPassword) {}

  /** Another e-mail address, and the password, asked for once more. */
  public record EmailBody(
      @NotNull @Size(max = 254) String email,
      @NotNull @Size(max = PasswordRules.MAX_TYPED_LENGTH) String password) {}

  /** The password, asked for once more. */
  public record EraseBody(@NotNull @Size(max = PasswordRules.MAX_TYPED_LENGTH) String password) {}

  /**
   * A login session on the wire.
   *
   * @param address the IP address from which it was opened, if it is known
   * @param current whether it is the one that asks
   */
  public record LoginSessionBody(
      UUID id,
      String userAgent,
      @Nullable String address,
      Instant createdAt,
      Instant lastUsedAt,
      Instant expiresAt,
      boolean current) {
    static LoginSessionBody of(LoginSession session, Caller caller) {
      return new LoginSessionBody(
          session.id(),
          session.userAgent(),
          session.address(),
          session.createdAt(),
          session.lastUsedAt(),
          session.expiresAt(),
          session.id().equals(caller.loginSessionId()));
    }
  }

  /** The caller's profile. */
  @GET
  public MeBody get() {
    return MeBody.of(accounts.profile(currentCaller.get()));
  }

  /** Changes the caller's profile. */
  @PATCH
  @Consumes({PatchField.MERGE_PATCH_JSON, MediaType.APPLICATION_JSON})
  public MeBody change(@NotNull @Valid MePatch patch) {
    return MeBody.of(
        accounts.change(
            currentCaller.get(), patch.displayName().value(), patch.preferences().value()));
  }

  /** Changes the caller's password; all their other sessions end. */
  @PUT
  @Path("/password")
  @Consumes(MediaType.APPLICATION_JSON)
  public void changePassword(@NotNull @Valid PasswordBody body) {
    authentication.changePassword(
        currentCaller.get(),
        body.currentPassword().toCharArray(),
        body.newPassword().toCharArray());
  }

  /** Changes the caller's e-mail address; all their other sessions end. */
  @PUT
  @Path("/email")
  @Consumes(MediaType.APPLICATION_JSON)
  public UserBody changeEmail(@NotNull @Valid EmailBody body) {
    return UserBody.of(
        authentication.changeEmail(
            currentCaller.get(), body.email(), body.password().toCharArray()));
  }

  /** Erases the caller's account with all conversations. */
  @DELETE
  @Consumes(MediaType.APPLICATION_JSON)
  public void erase(@NotNull @Valid EraseBody body) {
    authentication.eraseAccount(currentCaller.get(), body.password().toCharArray());
  }

  /** Where the caller is signed in. */
  @GET
  @Path("/sessions")
  public Page<LoginSessionBody> sessions() {
    Caller caller = currentCaller.get();
    return new Page<>(
        accounts.sessions(caller).stream()
            .map(session -> LoginSessionBody.of(session, caller))
            .toList(),
        null);
  }

  /** Signs the caller out somewhere. */
  @DELETE
  @Path("/sessions/{id}")
  public void endSession(@PathParam("id") UUID id) {
    accounts.endSession(currentCaller.get(), id);
  }
}
