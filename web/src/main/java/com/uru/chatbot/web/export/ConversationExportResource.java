package com.uru.chatbot.web.export;

import com.uru.chatbot.export.ExportService;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** A conversation as a file. */
@Path("/conversations/{id}/export")
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class ConversationExportResource {
  private final ExportService exports;
  private final CurrentCaller caller;

  @Inject
  public ConversationExportResource(ExportService exports, CurrentCaller caller) {
    this.exports = exports;
    this.caller = caller;
  }

  /**
   * All branches as {@code json}; the one that is shown as {@code markdown}, {@code html} or {@code
   * text}.
   *
   * @param timeZone name in the IANA database of the zone in which people are told times
   */
  @GET
  public Response export(
      @PathParam("id") UUID id,
      @QueryParam("format") @DefaultValue("json") @Pattern(regexp = ExportResponse.FORMATS) String format,
      @QueryParam("timeZone") @DefaultValue("UTC") String timeZone) {
    Caller user = caller.get();
    return ExportResponse.of(
        exports.conversation(
            user, id, ExportResponse.format(format), ExportResponse.timeZone(timeZone)),
        () -> exports.begin(user));
  }
}
