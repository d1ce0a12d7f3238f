/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance;

import io.github.camelseedance.api.HostNames;
import io.github.camelseedance.api.WebUrl;
import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.api.http.Redaction;
import io.github.camelseedance.callback.CallbackSettings;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the options by which callbacks are received. */
final class CallbackOptions {
    /** Nobody guesses what is made with it, and none is so short by accident. */
    private static final int MIN_SECRET = 32;

    /** Leaves room for the longest token in the service's 2048 characters. */
    private static final int MAX_URL = 512;

    private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

    private CallbackOptions() {}

    /**
     * @param trustedHosts that may be private and without TLS, as {@code host} or {@code host:port}
     * @return null where no callbacks are wanted
     * @throws IllegalArgumentException that names the option, what is wrong with it, and what is
     *     allowed; it shows no secret
     */
    static CallbackSettings of(
            SeedanceConfiguration options, Account account, Set<String> trustedHosts) {
        if (options.getCallbackBaseUrl() == null) {
            refuseWithoutBaseUrl("callbackSecret", options.getCallbackSecret());
            refuseWithoutBaseUrl("callbackPreviousSecret", options.getCallbackPreviousSecret());
            refuseWithoutBaseUrl("httpServerComponent", options.getHttpServerComponent());
            return null;
        }
        String baseUrl = baseUrl(options.getCallbackBaseUrl(), account, trustedHosts);
        String path = path(options.getCallbackPath());
        if (baseUrl.length() + path.length() > MAX_URL) {
            throw new IllegalArgumentException(
                    "callbackBaseUrl and callbackPath have "
                            + (baseUrl.length() + path.length())
                            + " characters together: at most "
                            + MAX_URL
                            + " are allowed, because the rest of the service's 2048 is needed for"
                            + " what names the request; shorten them");
        }
        return new CallbackSettings(
                baseUrl,
                path,
                secret(options.getCallbackSecret()),
                options.getCallbackPreviousSecret() == null
                        ? null
                        : longEnough("callbackPreviousSecret", options.getCallbackPreviousSecret()),
                server(options.getHttpServerComponent()));
    }

    private static void refuseWithoutBaseUrl(String option, String value) {
        if (value != null) {
            throw new IllegalArgumentException(
                    option
                            + " is set, but callbackBaseUrl is not, so that nothing would be"
                            + " received: set callbackBaseUrl to the public https address in front"
                            + " of this application, or leave "
                            + option
                            + " out");
        }
    }

    private static String baseUrl(String value, Account account, Set<String> trustedHosts) {
        String baseUrl = value.trim().replaceAll("/+$", "");
        WebUrl url = url(baseUrl);
        if (isPrivate(WebUrl.parse(account.baseUrl().toString()))
                || new AddressPolicy(trustedHosts).isTrusted(url.host(), url.port())) {
            return baseUrl;
        }
        if (!"https".equals(url.scheme())) {
            throw new IllegalArgumentException(
                    "callbackBaseUrl="
                            + Redaction.url(value)
                            + " must be an https URL: the service calls nothing else. Have TLS"
                            + " end in front of this application, or name the host in trustedHosts"
                            + " where a gateway of your own calls it");
        }
        if (isPrivate(url)) {
            throw new IllegalArgumentException(
                    "callbackBaseUrl="
                            + Redaction.url(value)
                            + " must be public: the service cannot reach "
                            + url.host()
                            + ", which is of a private network. Give the address of what stands in"
                            + " front of this application, or name the host in trustedHosts where"
                            + " a gateway of your own calls it");
        }
        return baseUrl;
    }

    private static WebUrl url(String baseUrl) {
        try {
            if (baseUrl.indexOf('?') < 0 && baseUrl.indexOf('#') < 0) {
                return WebUrl.parse(baseUrl);
            }
        } catch (IllegalArgumentException e) {
            // Told below: the exception speaks of images.
        }
        throw new IllegalArgumentException(
                "callbackBaseUrl="
                        + Redaction.url(baseUrl)
                        + " must be an absolute https URL, such as https://example.com or"
                        + " https://example.com/camel, without user name, query or fragment");
    }

    private static boolean isPrivate(WebUrl url) {
        return HostNames.isPlainlyPrivate(url.host(), AddressPolicy::isPrivate);
    }

    private static String path(String value) {
        String path = value == null ? "" : "/" + value.trim().replaceAll("^/+|/+$", "");
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "callbackPath="
                            + Redaction.url(value)
                            + " must be a path of letters, digits and . _ ~ - between slashes,"
                            + " such as /seedance/callback");
        }
        return path;
    }

    private static String secret(String secret) {
        if (secret == null) {
            throw new IllegalArgumentException(
                    "callbackSecret is not set, but callbackBaseUrl is: set it to at least "
                            + MIN_SECRET
                            + " characters that nobody can guess, such as `openssl rand -hex 32`"
                            + " prints, and to the same on all nodes");
        }
        return longEnough("callbackSecret", secret);
    }

    private static String longEnough(String option, String secret) {
        if (secret.length() < MIN_SECRET) {
            throw new IllegalArgumentException(
                    option
                            + " has "
                            + secret.length()
                            + " characters (it was not shown here): at least "
                            + MIN_SECRET
                            + " are needed, which nobody can guess, such as `openssl rand -hex 32`"
                            + " prints");
        }
        return secret;
    }

    private static String server(String name) {
        if (name != null && name.isBlank()) {
            throw new IllegalArgumentException(
                    "httpServerComponent is blank: name a component, such as servlet, or leave it"
                            + " out for the only one there is");
        }
        return name;
    }
}
