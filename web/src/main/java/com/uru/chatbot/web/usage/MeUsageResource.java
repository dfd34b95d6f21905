package com.uru.chatbot.web.usage;

import com.uru.chatbot.usage.UsageReports;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What the caller has used. */
@Path("/me/usage")
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class MeUsageResource {
  private final UsageReports reports;
  private final CurrentCaller caller;

  @Inject
  public MeUsageResource(UsageReports reports, CurrentCaller caller) {
    this.reports = reports;
    this.caller = caller;
  }

  /** Tokens and cost by day and model, of the last 30 days unless the query says otherwise. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public UsageBody get(
      @QueryParam("from") @Nullable LocalDate from, @QueryParam("to") @Nullable LocalDate to) {
    return UsageBody.of(reports.own(caller.get(), from, to));
  }

  /** The same as a CSV file. */
  @GET
  @Produces(UsageCsv.MEDIA_TYPE)
  public Response file(
      @QueryParam("from") @Nullable LocalDate from, @QueryParam("to") @Nullable LocalDate to) {
    return UsageCsv.own(get(from, to));
  }
}
