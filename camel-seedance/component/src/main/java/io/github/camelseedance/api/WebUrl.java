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
package io.github.camelseedance.api;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an absolute http(s) URL that rules ask for. It is only read: no name is looked up.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case and ASCII, an IPv6 address without its brackets
 * @param port as given, or the scheme's
 */
public record WebUrl(String scheme, String host, int port) {
    private static final Pattern SCHEME = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):(.*)");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}]");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<user>.*)@)?(?<host>\\[[^]]*]|[^:\\[\\]]*)(?::(?<port>\\d*))?");
    private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");
    private static final Pattern SECRET_PART = Pattern.compile("(?s)[?#].*");
    private static final int MAX_PORT = 65535;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException whose message says what is wrong with it and what to do
     */
    public static WebUrl parse(String url) {
        String scheme = scheme(url);
        if (scheme == null) {
            throw new IllegalArgumentException(
                    "must be an absolute URL that starts with https:// or http://");
        }
        if (!isWeb(scheme)) {
            throw new IllegalArgumentException(otherScheme(scheme));
        }
        if (SPACE.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "must hold no white space: write a space in a URL as %20");
        }
        URI uri = uri(url);
        Matcher authority =
                AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
        if (!authority.matches() || authority.group("host").isEmpty()) {
            throw new IllegalArgumentException("must name a host, as in https://example.com/a.jpg");
        }
        if (authority.group("user") != null) {
            throw new IllegalArgumentException(
                    "must hold no user name or password before the host: the service fetches it"
                            + " without authentication");
        }
        return new WebUrl(
                scheme, host(authority.group("host")), port(authority.group("port"), scheme));
    }

    /** The scheme that a text begins with, in lower case, or null. */
    public static String scheme(String text) {
        Matcher matcher = SCHEME.matcher(text);
        return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : null;
    }

    /** Whether the service can fetch URLs of this scheme. */
    public static boolean isWeb(String scheme) {
        return "http".equals(scheme) || "https".equals(scheme);
    }

    /** What to do about a URL of a scheme that is not http(s). */
    public static String otherScheme(String scheme) {
        String advice =
                switch (scheme) {
                    case "data" ->
                            "the API takes no inline image, so give the image itself as the message"
                                    + " body (byte[] or InputStream) and it is published for you";
                    case "file", "classpath" ->
                            "the service cannot read local files, so give a File, a Path or a"
                                    + " message of a file endpoint as the body and it is published"
                                    + " for you";
                    case "s3", "gs", "abfs", "az", "oss" ->
                            "the service cannot read a bucket, so give a presigned https URL";
                    default -> "put the image where a plain GET can fetch it";
                };
        return "must be an http or https URL; " + advice;
    }

    /** The URL without what could be a secret: user info, query string and fragment. */
    public static String shown(String url) {
        String cut = SECRET_PART.matcher(url).replaceFirst("?…");
        return USER_INFO.matcher(cut).replaceFirst("//…@");
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "must be a valid URL: " + e.getReason() + " at position " + e.getIndex(), null);
        }
    }

    private static String host(String host) {
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1).toLowerCase(Locale.ROOT);
        }
        try {
            String ascii = host.indexOf('%') >= 0 ? "" : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
            String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            if (!name.isEmpty() && !name.startsWith(".") && !name.contains("..")) {
                return name.toLowerCase(Locale.ROOT);
            }
        } catch (IllegalArgumentException e) {
            // No host name at all: told below.
        }
        throw new IllegalArgumentException("must name a valid host, not '" + host + "'");
    }

    private static int port(String port, String scheme) {
        if (port == null || port.isEmpty()) {
            return "https".equals(scheme) ? 443 : 80;
        }
        if (port.length() > 5 || Integer.parseInt(port) < 1 || Integer.parseInt(port) > MAX_PORT) {
            throw new IllegalArgumentException("must have a port from 1 to " + MAX_PORT);
        }
        return Integer.parseInt(port);
    }
}
