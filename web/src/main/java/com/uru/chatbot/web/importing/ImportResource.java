package com.uru.chatbot.web.importing;

import com.uru.chatbot.importing.ImportPlan;
import com.uru.chatbot.importing.ImportService;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.TransferPermits.Permit;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Conversations that were exported from Uru or ChatGPT. */
@Path("/import")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER})
public class ImportResource {
  private static final String ZIP = "application/zip";

  /** What browsers on Windows call it. */
  private static final String ZIP_COMPRESSED = "application/x-zip-compressed";

  private final ImportService imports;
  private final CurrentCaller caller;

  @Inject
  public ImportResource(ImportService imports, CurrentCaller caller) {
    this.imports = imports;
    this.caller = caller;
  }

  /**
   * Imports the conversations of a file, whose bytes are the body. A file that cannot be read to
   * its end is refused, and nothing is done. Otherwise the answer is written while the import runs,
   * one item for each conversation when it is done; a client that closes the connection ends it.
   * What was imported before is left as it is, so that the same file can be imported again.
   */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, ZIP, ZIP_COMPRESSED})
  @APIResponseSchema(JsonObject.class)
  public Response importFile(
      @QueryParam("dryRun") @DefaultValue("false") @Pattern(regexp = "true|false") String dryRun,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable MediaType type,
      InputStream body)
      throws IOException {
    String charset = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
      throw new DomainException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The file has to be in UTF-8.");
    }
    return importFile(caller.get(), Boolean.parseBoolean(dryRun), body);
  }

  private Response importFile(Caller user, boolean dryRun, InputStream body) throws IOException {
    Permit permit = imports.begin(user);
    UploadedFile file = null;
    try {
      file = UploadedFile.of(body);
      ImportPlan plan = imports.plan(user, file.path());
      return Response.ok(report(user, plan, dryRun, file, permit)).build();
    } catch (IOException | RuntimeException e) {
      if (file != null) {
        file.close();
      }
      permit.close();
      throw e;
    }
  }

  private StreamingOutput report(
      Caller user, ImportPlan plan, boolean dryRun, UploadedFile file, Permit permit) {
    return out -> {
      try (permit;
          file;
          ImportReportWriter report = new ImportReportWriter(out)) {
        if (dryRun) {
          report.planned(plan);
        } else {
          imports.run(user, plan, report);
        }
        report.end();
      }
    };
  }
}
