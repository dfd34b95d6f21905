package com.uru.chatbot.web.usage;

import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.Quotas;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller has used. */
@Path("/me/usage")
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class MeUsageResource {
  private final UsageReports reports;
  private final Quotas quotas;
  private final CurrentCaller caller;

  @Inject
  public MeUsageResource(UsageReports reports, Quotas quotas, CurrentCaller caller) {
    this.reports = reports;
    this.quotas = quotas;
    this.caller = caller;
  }

  /** Tokens and cost by day and model, of the last 30 days unless the query says otherwise. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public UsageBody get(
      @QueryParam("from") @Nullable LocalDate from, @QueryParam("to") @Nullable LocalDate to) {
    Caller user = caller.get();
    return UsageBody.of(reports.own(user, from, to), quotas.get(user));
  }

  /** The same as a CSV file. */
  @GET
  @Produces(UsageCsv.MEDIA_TYPE)
  public Response file(
      @QueryParam("from") @Nullable LocalDate from, @QueryParam("to") @Nullable LocalDate to) {
    return UsageCsv.own(UsageBody.of(reports.own(caller.get(), from, to), List.of()));
  }
}
