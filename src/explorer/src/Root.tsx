import { App } from './App';
import { late } from './late';
import { useNavigation } from './view/navigation';

const BriefPage = late(() => import('./brief/BriefPage').then(({ BriefPage }) => BriefPage));

/** Which page the address asks for. */
export function Root() {
  const navigation = useNavigation();
  return navigation.view.show === 'brief' ? <BriefPage navigation={navigation} /> : <App navigation={navigation} />;
}
