package com.uru.chatbot.web.identity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sent the present request. Read it before going asynchronous: it ends with the request. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;

  /**
   * The caller, whose token, session and role have been checked.
   *
   * @throws DomainException {@code UNAUTHENTICATED} if nobody is signed in
   */
  public Caller get() {
    if (caller == null) {
      throw new DomainException(ProblemCode.UNAUTHENTICATED);
    }
    return caller;
  }

  void set(Caller verifiedCaller) {
    caller = verifiedCaller;
  }
}
