//Maya ASCII 2011 scene
//Name: long_flags.ma
//Codeset: 1252
requires maya "2011";
currentUnit -linear centimeter -angle degree -time ntsc;
fileInfo "application" "maya";
createNode transform -shared -name "persp";
	setAttr ".visibility" no;
createNode camera -shared -name "perspShape" -parent "persp";
	setAttr -keyable off ".visibility" no;
	setAttr ".renderable" no;
createNode transform -name "closeUp";
createNode camera -name "closeUpShape" -parent "|closeUp";
	setAttr -keyable off ".visibility";
createNode renderLayerManager -name "renderLayerManager";
createNode renderLayer -name "defaultRenderLayer";
	setAttr ".global" yes;
createNode file -name "file1";
	setAttr ".fileTextureName" -type "string" "wood.png";
select -noExpand :defaultRenderGlobals;
	setAttr -keyable on ".animation" yes;
	setAttr -keyable on ".startFrame" 5;
	setAttr -keyable on ".endFrame" 5;
	setAttr ".imageFilePrefix" -type "string" "out/<Camera>";
select -noExpand :defaultResolution;
	setAttr -alteredValue -keyable on ".width" 320;
	setAttr -alteredValue -keyable on ".height" 240;
connectAttr "renderLayerManager.renderLayerId[0]" "defaultRenderLayer.identification";
// End of long_flags.ma
