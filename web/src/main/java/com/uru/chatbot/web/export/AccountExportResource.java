package com.uru.chatbot.web.export;

import com.uru.chatbot.export.ExportService;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

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
    return ExportResponse.of(
        exports.everything(
            caller.get(), ExportResponse.format(format), ExportResponse.timeZone(timeZone)));
  }
}
