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
package io.github.camelseedance.endurance.kill;

import io.github.camelseedance.AmbiguousSubmit;
import io.github.camelseedance.emulator.account.Ledger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a run has shown, by the service's ledger and the nodes' notebooks. */
final class Verdict {
    private record Delivery(Life life, String task, long millis) {}

    private final Site site;
    private final List<String> unknown;
    private final Map<String, List<String>> tasks = new TreeMap<>();
    private final Map<String, List<Delivery>> deliveries = new HashMap<>();
    private int unconfirmed;
    private int unacknowledged;
    private final List<String> broken = new ArrayList<>();

    /**
     * @param site whose processes have all ended
     */
    Verdict(Site site) {
        this.site = site;
        this.unknown = site.remains().unknown();
        judgeTable();
        readLedger();
        readNotebooks();
        judgePayments();
        judgeDeliveries();
        judgeReports();
    }

    /** What was written when a process died is still there. */
    private void judgeTable() {
        site.lost()
                .forEach(
                        write ->
                                require(
                                        false,
                                        "a write was lost: %s, version %d"
                                                .formatted(write.state(), write.version()),
                                        write.key()));
    }

    private void readLedger() {
        for (Ledger.Entry entry : site.emulator().ledger().entries()) {
            if (entry.kind() == Ledger.Kind.RESERVE) {
                tasks.computeIfAbsent(entry.idempotencyKey(), key -> new ArrayList<>())
                        .add(entry.taskId());
            }
        }
    }

    private void readNotebooks() {
        for (String line : site.deliveries()) {
            String[] words = line.split(" ");
            Life life = site.lives().get(Integer.parseInt(words[0]));
            deliveries
                    .computeIfAbsent(words[1], task -> new ArrayList<>())
                    .add(new Delivery(life, words[1], Long.parseLong(words[2])));
        }
    }

    private void judgePayments() {
        boolean retry = site.ambiguous() == AmbiguousSubmit.RETRY;
        tasks.forEach(
                (key, paid) -> require(paid.size() == 1, "paid " + paid.size() + " times", key));
        tasks.keySet().forEach(key -> require(site.keys().contains(key), "never asked for", key));
        for (String key : site.keys()) {
            if (retry) {
                require(tasks.containsKey(key), "never paid", key);
                require(!unknown.contains(key), "unknown", key);
            } else {
                int posts = site.emulator().journal().creates().withKey(key).size();
                require(posts <= 1, "sent " + posts + " times", key);
            }
        }
    }

    private void judgeDeliveries() {
        for (String key : site.keys()) {
            List<Delivery> all = new ArrayList<>();
            tasks.getOrDefault(key, List.of())
                    .forEach(task -> all.addAll(deliveries.getOrDefault(task, List.of())));
            require(!all.isEmpty() || unknown.contains(key), "never delivered", key);
            require(all.isEmpty() || !unknown.contains(key), "delivered and unknown", key);
            all.sort(Comparator.comparingLong(Delivery::millis));
            for (int i = 1; i < all.size(); i++) {
                attribute(key, all.get(i - 1), all.get(i));
            }
        }
    }

    /**
     * Of what nobody knows the route hears that has asked for it; and a person where its sender was
     * killed. To a sender that lives on, such as one whose call took too long, it is an answer.
     */
    private void judgeReports() {
        List<String> errors = site.errors();
        Set<String> reported = site.reported();
        for (String key : unknown) {
            require(reported.contains(key), "unknown, and no exchange was told", key);
            require(
                    site.lives().stream().anyMatch(life -> life.hasGivenUp(key))
                            || errors.stream().anyMatch(line -> line.contains("'" + key + "'")),
                    "unknown, and no log says so",
                    key);
        }
    }

    /** Every delivery but the last must have been cut off by a kill before it was confirmed. */
    private void attribute(String key, Delivery first, Delivery next) {
        if (first.life.wasKilled() && !first.life.hasConfirmed(key)) {
            unconfirmed++;
        } else if (first.life.wasKilled() && first.life.leftBehind(key)) {
            unacknowledged++;
        } else {
            require(
                    false,
                    "delivered by process %d%s, then again by process %d"
                            .formatted(
                                    first.life.number(),
                                    first.life.wasKilled() ? ", which had confirmed it" : "",
                                    next.life.number()),
                    key);
        }
    }

    private void require(boolean kept, String otherwise, String key) {
        if (!kept) {
            broken.add(otherwise + ": " + key);
        }
    }

    /** The broken promises, one a line. */
    List<String> broken() {
        return broken;
    }

    long paid() {
        return tasks.values().stream().mapToLong(List::size).sum();
    }

    List<String> unknown() {
        return unknown;
    }

    @Override
    public String toString() {
        long ends = deliveries.values().stream().mapToLong(List::size).sum();
        return """
                messages (keys)            %d
                tasks paid                 %d
                paid twice                 %d
                keys delivered             %d
                keys reported unknown      %d, of which the service has made %d
                deliveries                 %d
                writes of the table        %d, lost %d
                messages taken again       %d, whose files were deleted
                duplicates                 %d: %d killed between route and confirm, %d between confirm and acknowledgement
                broken promises            %s
                """
                .formatted(
                        site.keys().size(),
                        paid(),
                        tasks.values().stream().filter(paid -> paid.size() > 1).count(),
                        deliveries.size(),
                        unknown.size(),
                        unknown.stream().filter(tasks::containsKey).count(),
                        ends,
                        site.lives().stream().mapToInt(life -> life.writes().size()).sum(),
                        site.lost().size(),
                        site.lives().stream().mapToInt(Life::takenAgain).sum(),
                        ends - deliveries.size(),
                        unconfirmed,
                        unacknowledged,
                        broken.isEmpty() ? "none" : broken);
    }
}
