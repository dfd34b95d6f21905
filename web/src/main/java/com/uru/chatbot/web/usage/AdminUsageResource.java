package com.uru.chatbot.web.usage;

import com.uru.chatbot.usage.Quotas;
import com.uru.chatbot.usage.UsageGrouping;
import com.uru.chatbot.usage.UsageReport;
import com.uru.chatbot.usage.UsageReports;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the users of the administrator's tenant have used. */
@Path("/admin/usage")
@RolesAllowed(Roles.ADMIN)
public class AdminUsageResource {
  private final UsageReports reports;
  private final Quotas quotas;
  private final CurrentCaller caller;

  @Inject
  public AdminUsageResource(UsageReports reports, Quotas quotas, CurrentCaller caller) {
    this.reports = reports;
    this.quotas = quotas;
    this.caller = caller;
  }

  /** What the items of a report tell apart. */
  public enum GroupBy {
    USER,
    MODEL,
    DAY;

    UsageGrouping grouping() {
      return switch (this) {
        case USER -> UsageGrouping.USER;
        case MODEL -> UsageGrouping.MODEL;
        case DAY -> UsageGrouping.DAY;
      };
    }
  }

  /** Tokens and cost, of the last 30 days unless the query says otherwise. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public UsageBody get(
      @QueryParam("groupBy") @DefaultValue("day") GroupBy groupBy,
      @QueryParam("from") @Nullable LocalDate from,
      @QueryParam("to") @Nullable LocalDate to) {
    return UsageBody.of(report(groupBy, from, to), quotas.ofTenant(caller.get()));
  }

  /** The same as a CSV file. */
  @GET
  @Produces(UsageCsv.MEDIA_TYPE)
  public Response file(
      @QueryParam("groupBy") @DefaultValue("day") GroupBy groupBy,
      @QueryParam("from") @Nullable LocalDate from,
      @QueryParam("to") @Nullable LocalDate to) {
    return UsageCsv.ofTenant(UsageBody.of(report(groupBy, from, to), List.of()), groupBy);
  }

  private UsageReport report(GroupBy groupBy, @Nullable LocalDate from, @Nullable LocalDate to) {
    return reports.ofTenant(caller.get(), groupBy.grouping(), from, to);
  }
}
