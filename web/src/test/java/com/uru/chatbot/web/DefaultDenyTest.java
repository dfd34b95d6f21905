package com.uru.chatbot.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.web.DefaultDeny.Access;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefaultDenyTest {
  static class Plain {
    public void forgotten() {}

    @PermitAll
    public void open() {}

    @RolesAllowed("user")
    public void forUsers() {}

    @DenyAll
    public void closed() {}
  }

  @PermitAll
  static class OpenClass {
    public void forgotten() {}
  }

  @RolesAllowed("user")
  static class UserClass {
    public void inherited() {}

    @PermitAll
    public void open() {}
  }

  @Test
  void refusesWhatNobodyAnnotated() {
    assertThat(accessOf(Plain.class, "forgotten")).isEqualTo(Access.NOBODY);
    assertThat(accessOf(Plain.class, "closed")).isEqualTo(Access.NOBODY);
  }

  @Test
  void doesNotTrustPermitAllOnTheClass() {
    assertThat(accessOf(OpenClass.class, "forgotten")).isEqualTo(Access.NOBODY);
  }

  @Test
  void wantsASignedInUserForRoles() {
    assertThat(accessOf(Plain.class, "forUsers")).isEqualTo(Access.SIGNED_IN);
    assertThat(accessOf(UserClass.class, "inherited")).isEqualTo(Access.SIGNED_IN);
  }

  @Test
  void opensOnlyWhatSaysSoItself() {
    assertThat(accessOf(Plain.class, "open")).isEqualTo(Access.PUBLIC);
    assertThat(accessOf(UserClass.class, "open")).isEqualTo(Access.PUBLIC);
  }

  private static Access accessOf(Class<?> resource, String method) {
    return Stream.of(resource.getDeclaredMethods())
        .filter(candidate -> candidate.getName().equals(method))
        .map(candidate -> DefaultDeny.accessOf(candidate, resource))
        .findFirst()
        .orElseThrow();
  }
}
