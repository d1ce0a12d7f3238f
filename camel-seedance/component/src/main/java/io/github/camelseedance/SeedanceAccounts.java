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

import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.Redaction;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The accounts that endpoints name; one label stands for one key and one address. */
final class SeedanceAccounts {
    private static final String DEFAULT_BASE_URL = "https://api.evolink.ai";
    private static final String DEFAULT_FILES_BASE_URL = "https://files-api.evolink.ai";

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /**
     * The account of an endpoint.
     *
     * @throws IllegalArgumentException when key or address are missing, wrong, or other than those
     *     that the label stands for already
     */
    Account account(SeedanceConfiguration configuration) {
        URI baseUrl = url("baseUrl", configuration.getBaseUrl());
        Account account =
                new Account(
                        configuration.getAccount(),
                        requireKey(configuration.getApiKey()),
                        baseUrl,
                        filesBaseUrl(configuration, baseUrl));
        Account known = accounts.putIfAbsent(account.label(), account);
        if (known != null && !known.equals(account)) {
            throw new IllegalArgumentException(
                    "account="
                            + account.label()
                            + " stands for two different "
                            + difference(known, account)
                            + "; give the second one a name of its own with account=<name>");
        }
        return account;
    }

    private static String difference(Account known, Account account) {
        if (!known.baseUrl().equals(account.baseUrl())) {
            return "baseUrls (" + known.baseUrl() + " and " + account.baseUrl() + ")";
        }
        return known.apiKey().equals(account.apiKey())
                ? "filesBaseUrls (" + known.filesBaseUrl() + " and " + account.filesBaseUrl() + ")"
                : "keys";
    }

    void forEach(Consumer<Account> action) {
        accounts.values().forEach(action);
    }

    private static String requireKey(String apiKey) {
        if (apiKey == null || apiKey.isBlank()) {
            throw new IllegalArgumentException(
                    "apiKey is not set; set camel.component.seedance.api-key, or apiKey on the"
                            + " endpoint, to a key of the service");
        }
        if (apiKey.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "apiKey holds white space or a character that no key has; it was not shown"
                            + " here. Copy it again");
        }
        return apiKey;
    }

    private static URI filesBaseUrl(SeedanceConfiguration configuration, URI baseUrl) {
        if (configuration.getFilesBaseUrl() != null) {
            return url("filesBaseUrl", configuration.getFilesBaseUrl());
        }
        return DEFAULT_BASE_URL.equals(baseUrl.toString())
                ? URI.create(DEFAULT_FILES_BASE_URL)
                : baseUrl;
    }

    private static URI url(String option, String value) {
        try {
            URI url = new URI(value.trim().replaceAll("/+$", ""));
            boolean http =
                    "https".equalsIgnoreCase(url.getScheme())
                            || "http".equalsIgnoreCase(url.getScheme());
            boolean plain =
                    url.getRawUserInfo() == null
                            && url.getRawQuery() == null
                            && url.getRawFragment() == null;
            if (http && url.getHost() != null && plain) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below: the exception repeats the value, which may hold a password.
        }
        throw new IllegalArgumentException(
                option
                        + "="
                        + Redaction.url(value)
                        + " must be an absolute http or https URL, such as "
                        + DEFAULT_BASE_URL
                        + ", without user name, query or fragment");
    }
}
