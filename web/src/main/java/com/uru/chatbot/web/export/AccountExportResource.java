package com.uru.chatbot.web.export;

import com.uru.chatbot.export.ExportService;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** All that an account has, as one file. */
@Path("/me/export")
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class AccountExportResource {
  private final ExportService exports;
  private final CurrentCaller caller;

  @Inject
  public AccountExportResource(ExportService exports, CurrentCaller caller) {
    this.exports = exports;
    this.caller = caller;
  }

  /**
   * A ZIP file with {@code account.json} and all conversations: together in {@code
   * conversations.json}, or one file each in another format.
   */
  @GET
  public Response export(
      @QueryParam("format") @DefaultValue("json") @Pattern(regexp = ExportResponse.FORMATS) String format,
      @QueryParam("timeZone") @DefaultValue("UTC") String timeZone) {
    Caller user = caller.get();
    return ExportResponse.of(
        exports.everything(user, ExportResponse.format(format), ExportResponse.timeZone(timeZone)),
        () -> exports.begin(user));
  }

  /** A selection of conversations. */
  public record SelectionBody(
      @NotNull @Size(min = 1, max = ExportService.MAX_SELECTED) List<@NotNull UUID> conversations) {}

  /** The same with some conversations only. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response exportSelection(
      @QueryParam("format") @DefaultValue("json") @Pattern(regexp = ExportResponse.FORMATS) String format,
      @QueryParam("timeZone") @DefaultValue("UTC") String timeZone,
      @NotNull @Valid SelectionBody body) {
    Caller user = caller.get();
    return ExportResponse.of(
        exports.selection(
            user,
            body.conversations(),
            ExportResponse.format(format),
            ExportResponse.timeZone(timeZone)),
        () -> exports.begin(user));
  }
}
