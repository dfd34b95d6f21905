package com.uru.chatbot.openai.doctor;

import com.uru.chatbot.model.KeyReport;
import com.uru.chatbot.model.KeyReport.Finding;
import com.uru.chatbot.model.KeyReport.Headroom;
import com.uru.chatbot.model.ListedModel;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.ModelOffer;
import com.uru.chatbot.openai.ModelList;
import com.uru.chatbot.openai.doctor.CheckCalls.Outcome;
import com.uru.chatbot.openai.error.ErrorCause;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One check of one key: asks for the list of models, then puts the smallest question to the
 * cheapest model, because a key without credit lists its models as well.
 */
final class KeyCheckup {
  /** With these causes a key may be refused one call and allowed another. */
  private static final Set<ErrorCause> PERMISSIONS =
      Set.of(ErrorCause.MISSING_SCOPE, ErrorCause.ACCESS_DENIED);

  private static final Set<ErrorCause> NOT_OFFERED =
      Set.of(ErrorCause.NO_SUCH_ADDRESS, ErrorCause.REFUSED, ErrorCause.PARAMETER);

  /** Codes of problems with which a key cannot answer anything. */
  private static final Set<ProblemCode> FATAL =
      Set.of(
          ProblemCode.PROVIDER_KEY_INVALID,
          ProblemCode.PROVIDER_ACCESS_DENIED,
          ProblemCode.PROVIDER_REGION,
          ProblemCode.PROVIDER_QUOTA_EXCEEDED,
          ProblemCode.PROVIDER_RATE_LIMITED);

  private final CheckCalls calls;
  private final UpstreamHosts hosts;
  private final ModelCatalog catalog;
  private final ProviderKey key;
  private final KeyKind kind;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable List<ListedModel> listed;
  private @Nullable Headroom headroom;

  /** Whether the provider has accepted the key for anything, even to refuse only a permission. */
  private boolean accepted;

  KeyCheckup(
      CheckCalls calls, UpstreamHosts hosts, ModelCatalog catalog, ProviderKey key, KeyKind kind) {
    this.calls = calls;
    this.hosts = hosts;
    this.catalog = catalog;
    this.key = key;
    this.kind = kind;
  }

  KeyReport report() {
    if (kind == KeyKind.ADMIN) {
      throw OpenAiErrors.problem(ErrorCause.ADMIN_KEY);
    }
    findings.add(kind.finding());
    Outcome list = list();
    if (!list.timedOut()) {
      readList(list);
    }
    ask();
    if (list.timedOut()) {
      // The first call of a server that has just started may be late whatever the provider does.
      readList(accepted && calls.canRepeatList() ? list() : list);
    }
    String host = hosts.hostFor(key).orElse(null);
    if (host != null) {
      findings.add(Findings.region(host));
    }
    return new KeyReport(listed, findings, headroom, host);
  }

  private Outcome list() {
    Outcome outcome = calls.get("/models");
    return followsRegion(outcome) ? calls.get("/models") : outcome;
  }

  private void readList(Outcome outcome) {
    note(outcome);
    OpenAiError error = outcome.error();
    if (outcome.succeeded()) {
      accepted = true;
      read(outcome.body());
    } else if (error == null || isFailure(error) || isLimit(error)) {
      findings.add(Findings.listFailed());
    } else if (OpenAiErrors.code(error) == ProblemCode.PROVIDER_ACCESS_DENIED) {
      accepted = PERMISSIONS.contains(OpenAiErrors.cause(error));
      findings.add(Findings.listNotAllowed(error.details().missingScope()));
    } else if (isFatal(error)) {
      throw problem(outcome);
    } else {
      findings.add(Findings.noList());
    }
  }

  private void read(String body) {
    try {
      listed = ModelList.models(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      findings.add(Findings.noList());
    }
  }

  /**
   * Puts the question, to other models, through the other API or with less, while calls are left.
   */
  private void ask() {
    Iterator<Model> models = candidates().iterator();
    if (!models.hasNext()) {
      findings.add(Findings.noModel());
      return;
    }
    Probe probe = Probe.throughChatCompletions(models.next());
    DomainException denied = null;
    while (calls.canCall(accepted)) {
      Outcome outcome = calls.post(probe.path(), probe.body(), probe.streams(), accepted);
      note(outcome);
      OpenAiError error = outcome.error();
      if (outcome.succeeded()) {
        accepted = true;
        if (denied != null) {
          findings.add(Findings.oneApiDenied(denied));
        }
        return;
      }
      if (error == null || isFailure(error)) {
        notChecked(problem(outcome));
        return;
      }
      ErrorCause cause = OpenAiErrors.cause(error);
      if (cause == ErrorCause.ORGANIZATION_UNVERIFIED && probe.streams() && probe.omitStream()) {
        accepted = true;
        findings.add(Findings.organizationUnverified());
      } else if (probe.omitRejected(error) || followsRegion(outcome)) {
        accepted |= cause != ErrorCause.REGION;
      } else if (isAboutTheModel(cause) && models.hasNext()) {
        accepted = true;
        probe = Probe.throughChatCompletions(models.next());
      } else if (isAboutTheApi(cause) && probe.isThroughChatCompletions()) {
        denied = PERMISSIONS.contains(cause) ? problem(outcome) : null;
        probe = probe.throughResponses();
      } else if (isAboutTheModel(cause)) {
        accepted = true;
        findings.add(Findings.noModelAnswered());
        return;
      } else if (isFatal(error)) {
        throw denied == null ? problem(outcome) : denied;
      } else {
        notChecked(problem(outcome));
        return;
      }
    }
    if (denied != null) {
      throw denied;
    }
    notChecked(new DomainException(ProblemCode.PROVIDER_TIMEOUT));
  }

  /**
   * Reports that the question was not answered: as a finding if the provider has accepted the key
   * for anything, else as the problem.
   */
  private void notChecked(DomainException problem) {
    if (!accepted) {
      throw problem;
    }
    findings.add(Findings.notChecked(problem));
  }

  /** Returns the models to ask: the preferred and cheap ones first. */
  private List<Model> candidates() {
    List<Model> titles = catalog.titleModels();
    if (listed == null) {
      return Stream.concat(titles.stream(), Stream.of(catalog.defaultModel())).distinct().toList();
    }
    List<Model> usable =
        catalog.forKey(listed).stream()
            .filter(ModelOffer::available)
            .map(ModelOffer::model)
            .toList();
    if (usable.isEmpty()) {
      return List.of();
    }
    Set<String> titleIds = titles.stream().map(Model::id).collect(Collectors.toSet());
    return usable.stream()
        .sorted(
            Comparator.comparing((Model model) -> !titleIds.contains(model.id()))
                .thenComparing(KeyCheckup::outputPrice))
        .toList();
  }

  /** Returns the price of a million output tokens; models without a known price come last. */
  private static BigDecimal outputPrice(Model model) {
    return model.price() == null
        ? BigDecimal.valueOf(Long.MAX_VALUE)
        : model.price().outputPerMillion();
  }

  private boolean followsRegion(Outcome outcome) {
    OpenAiError error = outcome.error();
    return error != null
        && OpenAiErrors.cause(error) == ErrorCause.REGION
        && hosts.learn(key, outcome.asked(), error.details().host());
  }

  private void note(Outcome outcome) {
    Headroom told = RateLimitHeaders.read(outcome.headers());
    if (told != null) {
      headroom = told;
    }
  }

  private static boolean isFailure(OpenAiError error) {
    return OpenAiErrors.code(error) == ProblemCode.PROVIDER_UNAVAILABLE;
  }

  private static boolean isLimit(OpenAiError error) {
    ProblemCode code = OpenAiErrors.code(error);
    return code == ProblemCode.PROVIDER_RATE_LIMITED || code == ProblemCode.PROVIDER_QUOTA_EXCEEDED;
  }

  private static boolean isFatal(OpenAiError error) {
    return FATAL.contains(OpenAiErrors.code(error));
  }

  private static boolean isAboutTheModel(ErrorCause cause) {
    return cause.code() == ProblemCode.MODEL_NOT_AVAILABLE
        || cause == ErrorCause.ORGANIZATION_UNVERIFIED;
  }

  private static boolean isAboutTheApi(ErrorCause cause) {
    return PERMISSIONS.contains(cause) || NOT_OFFERED.contains(cause);
  }

  private static DomainException problem(Outcome outcome) {
    DomainException problem = outcome.problem();
    return problem == null ? new DomainException(ProblemCode.PROVIDER_UNAVAILABLE) : problem;
  }
}
