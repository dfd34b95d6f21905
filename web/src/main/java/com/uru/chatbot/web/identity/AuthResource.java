package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.AuthenticationService;
import com.uru.chatbot.identity.SignUp;
import com.uru.chatbot.identity.SignedIn;
import com.uru.chatbot.identity.account.PasswordLink;
import com.uru.chatbot.identity.account.PasswordLinks;
import com.uru.chatbot.identity.credential.PasswordRules;
import com.uru.chatbot.identity.session.Device;
import com.uru.chatbot.identity.session.RefreshToken;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Signing up, in and out. */
@Path("/auth")
@Produces(MediaType.APPLICATION_JSON)
public class AuthResource {
  private final AuthenticationService authentication;
  private final SignUp signUp;
  private final PasswordLinks links;
  private final RefreshCookie cookie;
  private final DeviceCookie deviceCookie;
  private final ClientAddress addresses;
  private final boolean practiceMode;

  @Inject
  public AuthResource(
      AuthenticationService authentication,
      SignUp signUp,
      PasswordLinks links,
      RefreshCookie cookie,
      DeviceCookie deviceCookie,
      ClientAddress addresses,
      @ConfigProperty(name = "uru.practice-mode") boolean practiceMode) {
    this.authentication = authentication;
    this.signUp = signUp;
    this.links = links;
    this.cookie = cookie;
    this.deviceCookie = deviceCookie;
    this.addresses = addresses;
    this.practiceMode = practiceMode;
  }

  /**
   * What the sign-in page has to know.
   *
   * @param signUp {@code open} or {@code closed}: whether there is anybody who can register
   * @param signUpMode who that is: {@code open}, {@code domains}, {@code invitation} or {@code
   *     closed}
   * @param signUpDomains the mail domains whose addresses can register; empty in other modes
   * @param practiceMode whether answers come from the practice upstream and not from OpenAI
   * @param sessionCookie whether the request carried the cookie of a session, dead or alive
   */
  public record OptionsBody(
      String signUp,
      String signUpMode,
      List<String> signUpDomains,
      List<SsoBody> sso,
      int passwordMinLength,
      boolean practiceMode,
      boolean sessionCookie) {}

  /** An identity provider that users can sign in with. */
  public record SsoBody(String id, String label) {}

  /** Somebody who wants an account. */
  public record RegisterBody(
      @NotNull @Size(min = 3, max = 254) String email,
      @NotNull @Size(max = PasswordRules.MAX_TYPED_LENGTH) String password,
      @NotNull @Size(max = 200) String displayName) {}

  /** Somebody who has an account. */
  public record LoginBody(
      @NotNull @Size(max = 254) String email,
      @NotNull @Size(max = PasswordRules.MAX_TYPED_LENGTH) String password) {}

  /** The secret of a link by which a password is set. */
  public record PasswordLinkBody(@NotNull @Size(max = 100) String token) {}

  /** A password that is set by a link. */
  public record SetPasswordBody(
      @NotNull @Size(max = 100) String token,
      @NotNull @Size(max = PasswordRules.MAX_TYPED_LENGTH) String password) {}

  /**
   * Whom a link is for.
   *
   * @param invitation whether they have no password yet
   */
  public record RecipientBody(String email, String displayName, boolean invitation) {}

  /**
   * What a client needs to call the API.
   *
   * @param expiresIn seconds
   * @param preferences what the user's clients keep here: a client that starts shows itself as they
   *     say without another request
   */
  public record SessionBody(
      String accessToken, long expiresIn, UserBody user, JsonObject preferences) {}

  /** How one can sign in here. */
  @GET
  @Path("/options")
  @PermitAll
  public OptionsBody options(@Context HttpServletRequest request) {
    SignUpMode mode = signUp.mode();
    boolean possible = mode == SignUpMode.OPEN || mode == SignUpMode.DOMAINS;
    return new OptionsBody(
        possible ? "open" : "closed",
        mode.wireName(),
        signUp.domains(),
        List.of(),
        PasswordRules.MIN_LENGTH,
        practiceMode,
        cookie.read(request).isPresent());
  }

  /** Makes an account and signs it in. */
  @POST
  @Path("/register")
  @PermitAll
  @SameOrigin
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(SessionBody.class)
  public Response register(@NotNull @Valid RegisterBody body, @Context HttpServletRequest request) {
    SignedIn signedIn =
        authentication.register(
            body.email(), body.password().toCharArray(), body.displayName(), deviceOf(request));
    return session(Response.Status.CREATED, signedIn, request).build();
  }

  /** Signs a user in. */
  @POST
  @Path("/login")
  @PermitAll
  @SameOrigin
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(SessionBody.class)
  public Response login(@NotNull @Valid LoginBody body, @Context HttpServletRequest request) {
    SignedIn signedIn =
        authentication.login(body.email(), body.password().toCharArray(), deviceOf(request));
    return session(Response.Status.OK, signedIn, request).build();
  }

  /** Whom a link is for by which a password is set; the link still works afterwards. */
  @POST
  @Path("/password-link")
  @PermitAll
  @SameOrigin
  @Consumes(MediaType.APPLICATION_JSON)
  public RecipientBody recipient(@NotNull @Valid PasswordLinkBody body) {
    PasswordLinks.Recipient recipient = links.recipient(linkOf(body.token()));
    return new RecipientBody(
        recipient.user().email(), recipient.user().displayName(), recipient.invitation());
  }

  /** Sets a password by a link, which works once, and signs its person in. */
  @POST
  @Path("/password")
  @PermitAll
  @SameOrigin
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(SessionBody.class)
  public Response setPassword(
      @NotNull @Valid SetPasswordBody body, @Context HttpServletRequest request) {
    SignedIn signedIn =
        authentication.setPassword(
            linkOf(body.token()), body.password().toCharArray(), deviceOf(request));
    return session(Response.Status.OK, signedIn, request).build();
  }

  private static PasswordLink linkOf(String token) {
    return PasswordLink.parse(token).orElseThrow(PasswordLinks::unusable);
  }

  /** Exchanges the cookie for a new access token and a new cookie. */
  @POST
  @Path("/refresh")
  @PermitAll
  @SameOrigin
  @APIResponseSchema(SessionBody.class)
  public Response refresh(@Context HttpServletRequest request) {
    RefreshToken token =
        cookie.read(request).orElseThrow(() -> new DomainException(ProblemCode.SESSION_EXPIRED));
    Response.ResponseBuilder response =
        session(Response.Status.OK, authentication.refresh(token), request);
    cookie.removeOld(request).ifPresent(old -> response.header(HttpHeaders.SET_COOKIE, old));
    return response.build();
  }

  /** Ends the session of the cookie. */
  @POST
  @Path("/logout")
  @PermitAll
  @SameOrigin
  public Response logout(@Context HttpServletRequest request) {
    cookie.read(request).ifPresent(authentication::logout);
    Response.ResponseBuilder response =
        Response.noContent().header(HttpHeaders.SET_COOKIE, cookie.remove(request));
    cookie.removeOld(request).ifPresent(old -> response.header(HttpHeaders.SET_COOKIE, old));
    return response.build();
  }

  private Response.ResponseBuilder session(
      Response.Status status, SignedIn signedIn, HttpServletRequest request) {
    SessionBody body =
        new SessionBody(
            signedIn.accessToken().value(),
            signedIn.accessToken().lifetime().toSeconds(),
            UserBody.of(signedIn.user()),
            signedIn.preferences());
    Response.ResponseBuilder response =
        Response.status(status)
            .entity(body)
            .header(
                HttpHeaders.SET_COOKIE,
                cookie.write(request, signedIn.refreshToken(), signedIn.refreshExpiresAt()));
    deviceCookie
        .remember(request, signedIn.user().id())
        .ifPresent(header -> response.header(HttpHeaders.SET_COOKIE, header));
    return response;
  }

  private Device deviceOf(HttpServletRequest request) {
    String userAgent = Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
    return new Device(addresses.of(request), userAgent, deviceCookie.read(request));
  }
}
