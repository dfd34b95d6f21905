package com.uru.chatbot.web.administration;

import com.uru.chatbot.administration.Invitations;
import com.uru.chatbot.administration.Invitations.Invitation;
import com.uru.chatbot.administration.NewUser;
import com.uru.chatbot.administration.PeopleImport;
import com.uru.chatbot.administration.UserAdministration;
import com.uru.chatbot.administration.UserPage;
import com.uru.chatbot.administration.UserPatch;
import com.uru.chatbot.identity.account.UserDirectory.Filter;
import com.uru.chatbot.identity.account.UserDirectory.Order;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.json.PatchField;
import com.uru.chatbot.web.request.IfMatch;
import com.uru.chatbot.web.request.OuterAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** The people of the administrator's tenant. There is no way from here to their conversations. */
@Path("/admin/users")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class AdminUsersResource {
  private static final String ROLES = "admin|user|viewer";
  private static final String TEXT_CSV = "text/csv";
  private static final String STATUSES = "active|disabled";

  private final UserAdministration administration;
  private final Invitations invitations;
  private final PeopleImport peopleImport;
  private final CurrentCaller caller;
  private final OuterAddress outerAddress;

  @Inject
  public AdminUsersResource(
      UserAdministration administration,
      Invitations invitations,
      PeopleImport peopleImport,
      CurrentCaller caller,
      OuterAddress outerAddress) {
    this.administration = administration;
    this.invitations = invitations;
    this.peopleImport = peopleImport;
    this.caller = caller;
    this.outerAddress = outerAddress;
  }

  /**
   * A page of people on the wire.
   *
   * @param total how many pass the filter
   */
  public record ListedBody(List<AdminUserBody> items, @Nullable String nextCursor, long total) {
    static ListedBody of(UserPage found) {
      return new ListedBody(
          found.page().items().stream().map(AdminUserBody::of).toList(),
          found.page().nextCursor(),
          found.total());
    }
  }

  /** A person to be added. */
  public record CreateBody(
      @Nullable UUID id,
      @NotNull @Size(min = 3, max = 254) String email,
      @NotNull @Size(max = 200) String displayName,
      @NotNull @Pattern(regexp = ROLES) String role) {}

  /** A person who was added, and the link with which they set their password. */
  public record AddedBody(AdminUserBody user, PasswordLinkBody invitation) {}

  /** A merge patch on the wire. */
  public record PatchBody(
      PatchField<@NotNull @Size(max = 200) String> displayName,
      PatchField<@NotNull @Pattern(regexp = ROLES) String> role,
      PatchField<@NotNull @Pattern(regexp = STATUSES) String> status) {
    UserPatch toPatch() {
      return new UserPatch(
          displayName.value(),
          role.value() == null ? null : Role.ofWireName(role.value()),
          status.value() == null ? null : UserStatus.ofWireName(status.value()));
    }
  }

  /** Those whose name or address has all words of {@code q}, of a role, of a status. */
  @GET
  public ListedBody list(
      @QueryParam("q") @Size(max = 200) @Nullable String q,
      @QueryParam("role") @Pattern(regexp = ROLES) @Nullable String role,
      @QueryParam("status") @Pattern(regexp = STATUSES) @Nullable String status,
      @QueryParam("sort") @DefaultValue("name") @Pattern(regexp = "name|email|newest") String sort,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    Filter filter =
        new Filter(
            q,
            role == null ? null : Role.ofWireName(role),
            status == null ? null : UserStatus.ofWireName(status));
    Order order = Order.valueOf(sort.toUpperCase(Locale.ROOT));
    return ListedBody.of(administration.list(caller.get(), filter, order, cursor, limit));
  }

  /** Adds a person; idempotent by the id, but with a new link and a new mail each time. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(AddedBody.class)
  public Response add(@NotNull @Valid CreateBody body, @Context HttpServletRequest request) {
    URI address = outerAddress.of(request);
    Invitation added =
        invitations.add(
            caller.get(),
            new NewUser(body.id(), body.email(), body.displayName(), Role.ofWireName(body.role())),
            address);
    return Response.created(
            address.resolve(request.getRequestURI() + "/" + added.entry().user().id()))
        .entity(new AddedBody(AdminUserBody.of(added.entry()), PasswordLinkBody.of(added)))
        .build();
  }

  /**
   * Adds the people of a CSV file in UTF-8, each with an invitation; a line whose address has an
   * account changes nothing.
   */
  @POST
  @Path("/import")
  @Consumes(TEXT_CSV)
  public ImportedBody importFile(
      @QueryParam("dryRun") @DefaultValue("false") @Pattern(regexp = "true|false") String dryRun,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable MediaType type,
      byte[] file,
      @Context HttpServletRequest request) {
    String charset = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
      throw new DomainException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The file has to be in UTF-8.");
    }
    return ImportedBody.of(
        peopleImport.run(
            caller.get(), file, Boolean.parseBoolean(dryRun), outerAddress.of(request)));
  }

  /** One person. */
  @GET
  @Path("/{id}")
  public AdminUserBody get(@PathParam("id") UUID id) {
    return AdminUserBody.of(administration.get(caller.get(), id));
  }

  /** Changes name, role or status. */
  @PATCH
  @Path("/{id}")
  @Consumes({PatchField.MERGE_PATCH_JSON, MediaType.APPLICATION_JSON})
  public AdminUserBody change(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @NotNull @Valid PatchBody body) {
    return AdminUserBody.of(
        administration.change(caller.get(), id, body.toPatch(), IfMatch.version(ifMatch)));
  }

  /** Deletes a person with all conversations. */
  @DELETE
  @Path("/{id}")
  public void delete(@PathParam("id") UUID id, @HeaderParam("If-Match") @Nullable String ifMatch) {
    administration.delete(caller.get(), id, IfMatch.version(ifMatch));
  }

  /** Signs a person out everywhere. */
  @POST
  @Path("/{id}/sessions/revoke")
  public void endSessions(@PathParam("id") UUID id) {
    administration.endSessions(caller.get(), id);
  }

  /** Makes a link with which a person sets a password; the former link stops working. */
  @POST
  @Path("/{id}/password-link")
  public PasswordLinkBody makePasswordLink(
      @PathParam("id") UUID id, @Context HttpServletRequest request) {
    return PasswordLinkBody.of(
        invitations.makePasswordLink(caller.get(), id, outerAddress.of(request)));
  }
}
