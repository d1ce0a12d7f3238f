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
package io.github.camelseedance.springboot;

import io.github.camelseedance.SeedanceConfiguration;
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.repository.TaskRepository;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/** Finds the beans that properties name as {@code #name} or {@code #bean:name}. */
@AutoConfiguration
@ConfigurationPropertiesBinding
public class SeedanceComponentConverter implements GenericConverter {
    private final ApplicationContext application;

    public SeedanceComponentConverter(ApplicationContext application) {
        this.application = application;
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Stream.of(
                        CloseableHttpAsyncClient.class,
                        DataSource.class,
                        ExecutorService.class,
                        ImagePublisher.class,
                        SSLContextParameters.class,
                        SeedanceConfiguration.class,
                        TaskRepository.class)
                .map(type -> new ConvertiblePair(String.class, type))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Object convert(Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        String reference = source.toString().trim();
        Class<?> type = targetType.getType();
        if (reference.startsWith("#")) {
            String name = reference.substring(reference.startsWith("#bean:") ? 6 : 1);
            return application.getBean(name, type);
        }
        if (reference.isEmpty() || !isOurs(targetType)) {
            return null;
        }
        throw new IllegalArgumentException(
                "'%s' is no reference to a bean: write #name, where name is that of a bean of the type %s"
                        .formatted(reference, type.getName()));
    }

    /**
     * Spring asks one converter for the properties of all libraries, and others' may be anything.
     */
    private static boolean isOurs(TypeDescriptor target) {
        return target.getSource() instanceof MethodParameter setter
                && setter.getContainingClass() == SeedanceComponentConfiguration.class;
    }
}
