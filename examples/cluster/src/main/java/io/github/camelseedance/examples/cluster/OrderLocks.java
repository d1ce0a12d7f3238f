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
package io.github.camelseedance.examples.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.idempotent.jdbc.JdbcOrphanLockAwareIdempotentRepository;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which node is at work on which order: camel-sql's repository, of which a node can remove its own
 * locks alone. Camel 4.22's file consumer removes the lock also when it did not get it; then that
 * of another node would go.
 */
final class OrderLocks extends JdbcOrphanLockAwareIdempotentRepository {

    private final Set<String> mine = ConcurrentHashMap.newKeySet();

    OrderLocks(DataSource database, CamelContext context) {
        super(database, oneWinner(database), "orders", context);
        setCreateTableIfNotExists(false);
        // More than a node may have to wait for the lease of a dead one's row, 2 s + 3 s.
        setLockMaxAgeMillis(6_000);
        setLockKeepAliveIntervalMillis(1_000);
    }

    /** With less isolation, two nodes that ask at the same moment may both get the lock. */
    private static TransactionTemplate oneWinner(DataSource database) {
        TransactionTemplate transaction =
                new TransactionTemplate(new DataSourceTransactionManager(database));
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return transaction;
    }

    @Override
    public boolean add(String key) {
        return super.add(key) && mine.add(key);
    }

    @Override
    public boolean remove(String key) {
        return mine.remove(key) && super.remove(key);
    }
}
