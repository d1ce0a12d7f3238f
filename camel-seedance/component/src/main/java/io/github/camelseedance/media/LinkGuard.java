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
package io.github.camelseedance.media;

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.http.AddressPolicy;
import io.github.camelseedance.api.http.Redaction;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.hc.client5.http.utils.URIUtils;

/**
 * Judges links before anything is connected to: they come from outside. Names that only turn out to
 * be private when they are resolved are the HTTP client's to refuse, at the same policy.
 */
final class LinkGuard {
    private static final int MAX_PORT = 65535;

    private final AddressPolicy policy;

    LinkGuard(AddressPolicy policy) {
        this.policy = policy;
    }

    /**
     * Checks a link.
     *
     * @throws SeedanceDownloadException if it must not be fetched
     */
    URI check(String link, String taskId) {
        return check(parse(link, link, taskId), taskId);
    }

    /**
     * Checks where a redirect leads.
     *
     * @param location the header, or null
     * @throws SeedanceDownloadException if it must not be followed
     */
    URI follow(URI from, String location, String taskId) {
        if (location == null || location.isBlank()) {
            throw refused(
                    from.toString(),
                    "answered a redirect without a Location: " + DownloadAdvice.LINK,
                    taskId);
        }
        URI target = parse(location, from.toString(), taskId);
        try {
            return check(resolve(from, target), taskId);
        } catch (SeedanceDownloadException e) {
            throw refused(
                    from.toString(),
                    "answered a redirect that was not followed. " + e.getMessage(),
                    taskId);
        }
    }

    /** As RFC 3986 has it: the JDK drops the end of the path where only a query is given. */
    private static URI resolve(URI from, URI target) {
        return target.toString().startsWith("?")
                ? URIUtils.resolve(from, target)
                : from.resolve(target);
    }

    private URI check(URI link, String taskId) {
        String shown = link.toString();
        String scheme = String.valueOf(link.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused(shown, "is not an absolute http(s) URL: " + DownloadAdvice.LINK, taskId);
        }
        String host = link.getHost();
        int port = AddressPolicy.port(link);
        if (host == null || port < 1 || port > MAX_PORT) {
            throw refused(shown, "names no valid host and port: " + DownloadAdvice.LINK, taskId);
        }
        if (link.getRawUserInfo() != null) {
            throw refused(
                    shown,
                    "carries a user name, which is not sent to a media host: give the link without"
                            + " it",
                    taskId);
        }
        if (policy.isTrusted(host, port)) {
            return link;
        }
        String trust =
                "If it is meant, name '" + host + ":" + port + "' in the option trustedHosts";
        if (isPrivate(host, port)) {
            throw refused(
                    shown,
                    "leads to a private address, to which no connection is made. " + trust,
                    taskId);
        }
        if (scheme.equals("http")) {
            throw refused(
                    shown,
                    "is plain http, by which videos are fetched from trusted hosts only. " + trust,
                    taskId);
        }
        return link;
    }

    private boolean isPrivate(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        if (!name.startsWith("[") && !name.matches("[0-9.]+")) {
            return false;
        }
        try {
            return !policy.allows(host, port, InetAddress.getByName(name));
        } catch (UnknownHostException e) {
            return true; // an address that this machine cannot even read, such as one with a zone
        }
    }

    private static URI parse(String link, String shown, String taskId) {
        try {
            return new URI(new URI(String.valueOf(link).strip()).toASCIIString());
        } catch (URISyntaxException e) {
            throw refused(
                    shown, "is or leads to what is not a URL: " + DownloadAdvice.LINK, taskId);
        }
    }

    private static SeedanceDownloadException refused(String link, String problem, String taskId) {
        return new SeedanceDownloadException(
                "The link "
                        + Redaction.url(link)
                        + " "
                        + problem
                        + (problem.endsWith(".") ? "" : "."),
                taskId,
                0,
                null);
    }
}
