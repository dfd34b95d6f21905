package com.uru.chatbot.sharing;

import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.FinishedBranch;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.Feature;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shares conversations and reads what others share. Links that are unknown, revoked or of another
 * tenant are the same {@code NOT_FOUND}.
 */
@Stateless
@TenantScoped
public class ShareService {
  private ShareRepository shares;
  private ShareTokens tokens;
  private ConversationService conversations;
  private CurrentSettings settings;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ShareService() {}

  @Inject
  public ShareService(
      ShareRepository shares,
      ShareTokens tokens,
      ConversationService conversations,
      CurrentSettings settings,
      Clock clock) {
    this.shares = shares;
    this.tokens = tokens;
    this.conversations = conversations;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Shares a conversation of the caller as it is now, without an answer that is being written. A
   * conversation that is shared already keeps its link, which shows the new state.
   *
   * @param headMessageId the end of the branch to show, {@code null} for the one that the caller
   *     looks at
   * @param audience {@code null} keeps the present one; of a conversation that was not shared it is
   *     {@link Audience#LINK}
   * @throws DomainException as {@link ConversationService#finishedBranch}
   */
  public Share share(
      Caller caller,
      UUID conversationId,
      @Nullable UUID headMessageId,
      @Nullable Audience audience) {
    settings.require(caller, Feature.SHARING);
    FinishedBranch branch = conversations.finishedBranch(caller, conversationId, headMessageId);
    Audience present =
        shares.ofConversation(caller, conversationId).map(Share::audience).orElse(Audience.LINK);
    shares.put(
        caller,
        conversationId,
        branch,
        audience == null ? present : audience,
        clock.instant().truncatedTo(ChronoUnit.MICROS));
    return shares.ofConversation(caller, conversationId).orElseThrow(ShareService::notFound);
  }

  /**
   * Changes who finds a shared conversation of the caller, which is shown as before.
   *
   * @throws DomainException {@code NOT_FOUND} if the caller shares no such conversation
   */
  public Share changeAudience(Caller caller, UUID conversationId, Audience audience) {
    shares.changeAudience(caller, conversationId, audience);
    return shares.ofConversation(caller, conversationId).orElseThrow(ShareService::notFound);
  }

  /**
   * Returns the share of a conversation of the caller; empty if it is not shared.
   *
   * @throws DomainException {@code NOT_FOUND} if the caller has no such conversation
   */
  public Optional<Share> find(Caller caller, UUID conversationId) {
    conversations.get(caller, conversationId);
    return shares.ofConversation(caller, conversationId);
  }

  /**
   * Makes the link of a conversation of the caller stop working for ever, if there is one.
   *
   * @throws DomainException {@code NOT_FOUND} if the caller has no such conversation
   */
  public void revoke(Caller caller, UUID conversationId) {
    conversations.get(caller, conversationId);
    shares.remove(caller, conversationId);
  }

  /** Returns what the caller shares, the latest first. */
  public Page<Share> ofCaller(Caller caller, @Nullable String cursor, int limit) {
    return ShareCursor.page(shares.ofOwner(caller, ShareCursor.decode(cursor), limit + 1), limit);
  }

  /** Returns what is shared with everybody of the caller's tenant, the latest first. */
  public Page<Share> forEverybody(Caller caller, @Nullable String cursor, int limit) {
    settings.require(caller, Feature.SHARING);
    return ShareCursor.page(
        shares.forEverybody(caller.tenantId(), ShareCursor.decode(cursor), limit + 1), limit);
  }

  /**
   * Returns what a link shows.
   *
   * @param after the message before the page, {@code null} for the first page
   */
  public SharedConversation read(Caller caller, String token, @Nullable UUID after, int limit) {
    settings.require(caller, Feature.SHARING);
    Share share =
        tokens
            .read(caller.tenantId(), token)
            .flatMap(id -> shares.find(caller.tenantId(), id))
            .orElseThrow(ShareService::notFound);
    // Messages are visible to their owner only, in whose name the branch that was shared is read.
    Caller owner = Caller.onBehalfOf(caller.tenantId(), share.ownerId());
    return new SharedConversation(
        share,
        conversations.branch(owner, share.conversationId(), share.headMessageId(), after, limit));
  }

  private static DomainException notFound() {
    return new DomainException(ProblemCode.NOT_FOUND);
  }
}
