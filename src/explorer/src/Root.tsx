import { App } from './App';
import { BriefPage } from './brief/BriefPage';
import { useNavigation } from './view/navigation';

/** Which page the address asks for. */
export function Root() {
  const navigation = useNavigation();
  return navigation.view.show === 'brief' ? <BriefPage navigation={navigation} /> : <App navigation={navigation} />;
}
