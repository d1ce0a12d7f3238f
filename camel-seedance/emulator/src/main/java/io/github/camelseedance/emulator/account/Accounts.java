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

import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts and the keys that open them. */
public final class Accounts {

    private final EmulatorClock clock;
    private final Limits limits;
    private final Map<String, Account> byName = new LinkedHashMap<>();
    private final Map<String, Credential> byKey = new LinkedHashMap<>();

    /**
     * @param limits what each key and each account may do
     */
    public Accounts(EmulatorClock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Adds an account.
     *
     * @param keys each opens the account
     * @throws IllegalArgumentException when the name or a key is taken
     */
    public Accounts add(String name, double credits, List<String> keys) {
        Account account = new Account(name, credits, clock);
        if (byName.putIfAbsent(name, account) != null) {
            throw new IllegalArgumentException(
                    "There is an account '" + name + "' already; give the other one another name");
        }
        for (String key : keys) {
            String label = "key-" + (byKey.size() + 1);
            if (byKey.putIfAbsent(key, new Credential(label, account, limits, clock)) != null) {
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

    /** What each key and each account may do. */
    public Limits limits() {
        return limits;
    }

    /** As new: the credits, the windows and the limits of the beginning. */
    public void clear() {
        limits.reset();
        byName.values().forEach(Account::clear);
        byKey.values().forEach(Credential::clear);
    }
}
