package com.uru.chatbot.openai.error;

import com.uru.chatbot.shared.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * Why the provider, or a gateway in front of it, refused or failed: the code of the problem and
 * what the user is told about it. Every sentence is Uru's own.
 */
public enum ErrorCause {
  KEY_INVALID(
      ProblemCode.PROVIDER_KEY_INVALID,
      null,
      "OpenAI does not accept this key: it may be mistyped, revoked or expired.",
      "Copy the key again, or create a new one at platform.openai.com/api-keys. Keys can expire."),
  KEY_EXPIRED(
      ProblemCode.PROVIDER_KEY_INVALID,
      "This key has expired",
      "OpenAI no longer accepts this key because it has expired.",
      "Keys can expire: create a new one at platform.openai.com/api-keys."),
  ACCOUNT_DEACTIVATED(
      ProblemCode.PROVIDER_KEY_INVALID,
      "The account of this key is deactivated",
      "OpenAI has deactivated the account of this key.",
      "Use a key of another account, or contact OpenAI at help.openai.com."),
  ADMIN_KEY(
      ProblemCode.PROVIDER_KEY_INVALID,
      "This is an admin key",
      "An admin key manages an organisation at OpenAI and cannot ask models for answers.",
      "Create a project key at platform.openai.com/api-keys and use that one."),

  REGION(
      ProblemCode.PROVIDER_REGION,
      null,
      "This key works, but only through the API host of its region%s.",
      null),

  MISSING_SCOPE(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The key lacks a permission",
      "The key itself is good, but it lacks a permission%s.",
      "Give the key this permission at platform.openai.com/api-keys, or use another key."),
  IP_NOT_AUTHORIZED(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "OpenAI does not accept requests from this server",
      "The IP allow-list of the key's project or organisation does not contain this server.",
      "Ask the owner of the OpenAI project to add this server's address to its IP allow-list."),
  COUNTRY_NOT_SUPPORTED(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "OpenAI is not available in this server's country",
      "OpenAI does not serve the country or region of this server.",
      "Ask an administrator: the server has to reach OpenAI from a supported country."),
  ORGANIZATION_UNVERIFIED(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "OpenAI wants the organisation to be verified",
      "OpenAI allows this only for verified organisations.",
      "Verify the organisation at platform.openai.com/settings/organization/general, or choose"
          + " another model."),
  NO_ORGANIZATION(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The account of this key belongs to no organisation",
      "OpenAI answers only members of an organisation; the account of this key has left it.",
      "Ask the owner of the OpenAI organisation for an invitation, or use another key."),
  OTHER_ORGANIZATION(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The key belongs to another organisation",
      "The organisation that is set for this key is not the key's own.",
      "Correct or remove the organisation in the settings of the key."),
  OTHER_PROJECT(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The key belongs to another project",
      "The project that is set for this key is not the key's own.",
      "Correct or remove the project in the settings of the key."),
  DATA_RESIDENCY(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The data residency of the key's project does not allow this",
      "OpenAI does not answer this request where the project keeps its data.",
      "Choose another model, or ask the owner of the OpenAI project."),
  ACCESS_DENIED(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      null,
      "OpenAI does not allow this key to do what was asked.",
      null),
  SERVER_IN_BETWEEN(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "A server on the way to OpenAI refused the request",
      "The answer is not from OpenAI: a proxy or firewall refused the request.",
      "Ask an administrator to let this server through to OpenAI. The key is not to blame."),
  GATEWAY_KEY(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The gateway's own key was refused",
      "The gateway's provider does not accept the key that the gateway uses. Your key is not to"
          + " blame.",
      "Tell the administrator of the gateway that its own provider key was refused."),
  GATEWAY_ACCESS(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The gateway's provider denied access",
      "The provider behind the gateway does not allow the gateway's account to do this. Your key is"
          + " not to blame.",
      "Tell the administrator of the gateway that its provider denied access."),
  GATEWAY_SETUP(
      ProblemCode.PROVIDER_ACCESS_DENIED,
      "The gateway is not set up for Uru",
      "The gateway needs a header or setting that Uru does not send.",
      "Ask an administrator to give the gateway a default provider or configuration."),

  CREDIT(
      ProblemCode.PROVIDER_QUOTA_EXCEEDED,
      "Your OpenAI account has no credit left",
      "The credit or the quota of your OpenAI organisation is used up.",
      "Add credit or raise the quota at platform.openai.com/settings/organization/billing."),
  BILLING_NOT_ACTIVE(
      ProblemCode.PROVIDER_QUOTA_EXCEEDED,
      "Billing is not active for your OpenAI account",
      "Billing is not active for this OpenAI account.",
      "Set up billing at platform.openai.com/settings/organization/billing."),
  ORGANIZATION_SPEND_LIMIT(
      ProblemCode.PROVIDER_QUOTA_EXCEEDED,
      "Your OpenAI organisation has reached its spend limit",
      "Your OpenAI organisation has spent the monthly limit that its owners set.",
      "Ask an owner of the OpenAI organisation to raise its spend limit, or wait for the next"
          + " month."),
  ORGANIZATION_USAGE_LIMIT(
      ProblemCode.PROVIDER_QUOTA_EXCEEDED,
      "Your OpenAI organisation has reached its usage limit",
      "Your OpenAI organisation has reached the monthly usage limit that OpenAI assigned to it.",
      "Ask an owner of the OpenAI organisation to request a higher usage limit from OpenAI."),
  PROJECT_SPEND_LIMIT(
      ProblemCode.PROVIDER_QUOTA_EXCEEDED,
      "The key's project has reached its spend limit",
      "The OpenAI project of this key has spent its monthly limit; other projects are not affected.",
      "Ask an owner of the OpenAI project to raise its spend limit, or use a key of another"
          + " project."),
  GATEWAY_QUOTA(
      ProblemCode.PROVIDER_QUOTA_EXCEEDED,
      "The gateway's account at its provider is used up",
      "The account that the gateway uses at its provider has no credit left or has reached a limit.",
      "Tell the administrator of the gateway that its account at the provider is used up."),
  GATEWAY_BUDGET(
      ProblemCode.PROVIDER_QUOTA_EXCEEDED,
      "The gateway's budget for this key is used up",
      "The gateway has a budget for this key, its user or its team, and it is used up.",
      "Ask the administrator of the gateway to raise the budget."),

  RATE_LIMIT(
      ProblemCode.PROVIDER_RATE_LIMITED,
      null,
      "The key's organisation or project sends more per minute or day than OpenAI allows.",
      null),
  SLOW_DOWN(
      ProblemCode.PROVIDER_RATE_LIMITED,
      "OpenAI asks for fewer requests",
      "OpenAI asks this account to slow down after a sudden rise of requests.",
      "Wait some minutes, then ask less often."),
  LARGER_THAN_RATE_LIMIT(
      ProblemCode.PROVIDER_RATE_LIMITED,
      "The request is larger than your account's limit per minute",
      "Your OpenAI account may send %,d tokens per minute for this model; this request has %,d.",
      "Start a new conversation, choose another model, or raise the limit at"
          + " platform.openai.com/settings/organization/limits. Waiting does not help."),
  OVERLOADED(
      ProblemCode.PROVIDER_UNAVAILABLE,
      "OpenAI is overloaded",
      "OpenAI is overloaded and could not answer.",
      null),
  SERVER_ERROR(ProblemCode.PROVIDER_UNAVAILABLE, null, "OpenAI answered with status %d.", null),
  REDIRECT(
      ProblemCode.PROVIDER_UNAVAILABLE,
      "The provider's address leads elsewhere",
      "The server at the configured address answered with a redirect (status %d).",
      "Ask an administrator to check the address of the provider (URU_OPENAI_BASE_URL)."),
  WEB_PAGE(
      ProblemCode.PROVIDER_UNAVAILABLE,
      "The provider's address leads to a web page",
      "The server at the configured address answered with a web page, as the sign-in page of a"
          + " network does.",
      "Ask an administrator to check the address of the provider (URU_OPENAI_BASE_URL) and the"
          + " proxy. Waiting does not help."),

  MODEL_UNKNOWN(
      ProblemCode.MODEL_NOT_AVAILABLE,
      null,
      "The provider does not offer this model to this key.",
      "Choose another model."),
  MODEL_SHUT_DOWN(
      ProblemCode.MODEL_NOT_AVAILABLE,
      "This model has been shut down",
      "The provider has shut this model down.",
      "Choose another model."),
  MODEL_DENIED(
      ProblemCode.MODEL_NOT_AVAILABLE,
      "The key may not use this model",
      "The key's project, or the gateway, does not allow this model.",
      "Choose another model, or ask the owner of the project to allow this one."),

  OTHER_API(
      ProblemCode.MODEL_NOT_AVAILABLE,
      null,
      "The provider does not offer this model through the API that Uru has used.",
      "Choose another model, or ask an administrator to check URU_OPENAI_API."),

  CONTEXT_LENGTH(
      ProblemCode.CONTEXT_LENGTH_EXCEEDED,
      null,
      "The conversation is longer than this model can read.",
      null),
  REQUEST_TOO_LARGE(
      ProblemCode.PAYLOAD_TOO_LARGE,
      "The request is too large for a server on the way",
      "A server between Uru and the model refused the request because of its size.",
      "Start a new conversation or shorten the message, or ask an administrator to raise the size"
          + " limit of the proxy or gateway."),

  CONTENT_POLICY(
      ProblemCode.CONTENT_REFUSED,
      null,
      "OpenAI's usage policies do not allow an answer to this conversation.",
      null),
  BIO_POLICY(
      ProblemCode.CONTENT_REFUSED,
      null,
      "OpenAI does not answer this because of its rules on biological and chemical risks.",
      "Change the message. Organisations with a legitimate need can ask OpenAI for access."),
  MISALIGNMENT(
      ProblemCode.CONTENT_REFUSED,
      null,
      "OpenAI stopped this answer because the model did not behave as intended.",
      "Ask again, or put the question differently."),
  IMAGE_REFUSED(
      ProblemCode.VALIDATION_FAILED,
      "OpenAI could not use an image",
      "OpenAI could not read an image of this conversation, or does not take its format or size.",
      "Send the image again as PNG, JPEG, WebP or GIF and in a smaller size, or without it."),

  PARAMETER(
      ProblemCode.VALIDATION_FAILED,
      "The model does not accept a setting",
      "OpenAI does not accept this value of %s for this model.",
      "Change this setting, or choose another model."),
  NO_SUCH_ADDRESS(
      ProblemCode.VALIDATION_FAILED,
      "The provider does not know this request",
      "The server at the configured address does not offer this function (status %d).",
      "Ask an administrator to check the address of the provider (URU_OPENAI_BASE_URL)."),
  REFUSED(
      ProblemCode.VALIDATION_FAILED,
      "OpenAI refused the request",
      "OpenAI refused the request with status %d and gave no reason that Uru knows. The key is not"
          + " to blame.",
      "Choose another model or change its settings; asking the same again does not help.");

  private final ProblemCode code;
  private final @Nullable String title;
  private final String detail;
  private final @Nullable String action;

  ErrorCause(ProblemCode code, @Nullable String title, String detail, @Nullable String action) {
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.action = action;
  }

  /** Returns the code of the problem to report. */
  public ProblemCode code() {
    return code;
  }

  /** Returns what happened, one short phrase. */
  public String title() {
    return title == null ? code.title() : title;
  }

  /** Returns what the user should do next. */
  public String action() {
    return action == null ? code.action() : action;
  }

  /** Returns the sentence about this cause; may have a placeholder for what the error tells. */
  String detail() {
    return detail;
  }

  /** Returns whether {@link #title} is not the code's own. */
  boolean hasOwnTitle() {
    return title != null;
  }

  /** Returns whether {@link #action} is not the code's own. */
  boolean hasOwnAction() {
    return action != null;
  }

  /**
   * Returns the value of the problem's member {@code limit}, or null if this is not a limit of an
   * account at the provider.
   */
  @Nullable String limit() {
    if (this == CREDIT || this == BILLING_NOT_ACTIVE) {
      return "credit";
    }
    if (this == ORGANIZATION_SPEND_LIMIT || this == ORGANIZATION_USAGE_LIMIT) {
      return "organization";
    }
    return this == PROJECT_SPEND_LIMIT ? "project" : null;
  }

  /**
   * Returns the cause to report if the account at the provider is the gateway's and not the user's.
   */
  ErrorCause behindGateway() {
    if (code == ProblemCode.PROVIDER_KEY_INVALID) {
      return GATEWAY_KEY;
    }
    if (code == ProblemCode.PROVIDER_QUOTA_EXCEEDED && this != GATEWAY_BUDGET) {
      return GATEWAY_QUOTA;
    }
    return code == ProblemCode.PROVIDER_REGION || code == ProblemCode.PROVIDER_ACCESS_DENIED
        ? GATEWAY_ACCESS
        : this;
  }
}
