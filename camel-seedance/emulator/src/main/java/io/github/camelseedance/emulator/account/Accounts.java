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
package io.github.camelseedance.emulator.account;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts and the keys that open them. */
public final class Accounts {

    private final Map<String, Account> byName = new LinkedHashMap<>();
    private final Map<String, Credential> byKey = new LinkedHashMap<>();

    /**
     * Adds an account.
     *
     * @param keys each opens the account
     * @throws IllegalArgumentException when the name or a key is taken
     */
    public Accounts add(String name, double credits, List<String> keys) {
        Account account = new Account(name, credits);
        if (byName.putIfAbsent(name, account) != null) {
            throw new IllegalArgumentException("There is an account '" + name + "' already");
        }
        for (String key : keys) {
            Credential credential = new Credential("key-" + (byKey.size() + 1), account);
            if (byKey.putIfAbsent(key, credential) != null) {
                throw new IllegalArgumentException(
                        "A key of account '" + name + "' is in use already; give it another");
            }
        }
        return this;
    }

    /** Whose key this is, or nothing when it is nobody's. */
    public Optional<Credential> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /**
     * The account of the given name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Account get(String name) {
        Account account = byName.get(name);
        if (account == null) {
            throw new IllegalArgumentException(
                    "There is no account '" + name + "'; there are " + byName.keySet());
        }
        return account;
    }

    public Collection<Account> all() {
        return byName.values();
    }
}
